"""Exchanges: one request and the response to it, as plain data, and the probe that makes them.

Everything else in the course consumes exchanges, so it makes no difference who produced one:
Flask's test client, the lab's sockets, ``requests`` or a sandboxed child.
"""

from __future__ import annotations

import linecache
import os
import random
import re
import site
import traceback
from collections.abc import Callable, Iterable
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.exceptions import BadRequestKeyError
from werkzeug.test import EnvironBuilder

from helpers.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType

    from _typeshed.wsgi import WSGIApplication

Headers = tuple[tuple[str, str], ...]

BODY_LIMIT = 1_000_000
"""Bytes of a response's body that are kept; an answer may stream for ever."""

CSRF_TOKEN = "the-token-of-the-form-before"
"""Stands in a request's body for the token that the last form held, as a browser sends it back."""

_WITHOUT_ONE = re.compile(rb"csrf_token=%s&?" % CSRF_TOKEN.encode())
_TOKEN_FIELD = re.compile(rb"""<input[^<>]{0,300}name=["']?csrf_token\b[^<>]{0,300}>""")
_VALUE = re.compile(rb"""value=["']?([^"'\s>]+)""")


@dataclass(frozen=True, kw_only=True)
class Message:
    """What requests and responses share: header fields in order, with duplicates, and a body.

    RFC 9110, section 5: field names are case-insensitive; a repeated field keeps its order.
    """

    headers: Headers = ()
    body: bytes = b""

    def all(self, name: str) -> tuple[str, ...]:
        """The values of every field of that name, in order; empty where there is none."""
        return self._by_name.get(name.lower(), ())

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for field, value in self.headers:
            found.setdefault(field.lower(), []).append(value)
        return {name: tuple(values) for name, values in found.items()}

    def header(self, name: str) -> str | None:
        """The field's value, several joined by a comma (RFC 9110, section 5.3), or None."""
        values = self.all(name)
        return ", ".join(values) if values else None

    @cached_property
    def size(self) -> int:
        """Characters of its header fields, and bytes of its body."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    @property
    def text(self) -> str:
        """The body as text, with bytes that are no UTF-8 replaced."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True, kw_only=True)
class Request(Message):
    """A request: method, absolute URL, headers, body, and the IP address it comes from.

    Reads as ``GET /path``. The address is that of a proxy on the same machine, if not said.
    """

    method: str = "GET"
    url: str = "https://shop.test/"
    sender: str = "127.0.0.1"

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        return f"{self.method} {parts.path or '/'}{'?' + parts.query if parts.query else ''}"


@dataclass(frozen=True, kw_only=True)
class Response(Message):
    """A response: status code, headers in order with duplicates, body in bytes."""

    status: int = 200


@dataclass(frozen=True)
class Exchange:
    """One request, and the response to it or None where none came.

    ``raised`` says what the app raised on the way and where, if it did: an app may raise and
    still answer, with Flask's 500 page.
    """

    request: Request
    response: Response | None
    raised: str = ""


def get(path: str, site: str = "https://shop.test", **headers: str) -> Request:
    """A GET request for ``path`` on ``site``; ``accept_language="de"`` sets Accept-Language."""
    fields = tuple((name.replace("_", "-").title(), value) for name, value in headers.items())
    return Request(method="GET", url=site + path, headers=fields)


def post(path: str, site: str = "https://shop.test", /, **form: str) -> Request:
    """A POST request that sends ``form`` as application/x-www-form-urlencoded."""
    builder = EnvironBuilder(path, site, method="POST", data=form)
    body, kind = builder.get_environ()["wsgi.input"].read(), builder.content_type or ""
    builder.close()
    return Request(method="POST", url=site + path, headers=(("Content-Type", kind),), body=body)


BROWSER: Headers = (
    (
        "User-Agent",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/150.0.0.0 Safari/537.36",
    ),
    (
        "Accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
        "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
    ),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Accept-Language", "en"),
)
"""What a browser says of itself."""

NAVIGATION: Headers = (
    ("Upgrade-Insecure-Requests", "1"),
    ("Sec-Fetch-Site", "none"),
    ("Sec-Fetch-Mode", "navigate"),
    ("Sec-Fetch-User", "?1"),
    ("Sec-Fetch-Dest", "document"),
)
"""What it says besides when somebody opens an address by https (Fetch Metadata, section 2)."""


def as_browser(request: Request) -> Request:
    """The same request with what a browser says with it, where it does not say it otherwise.

    ``curl``, which names itself, says no more than it is given.
    """
    if request.header("User-Agent") and not of_browser(request):
        return request
    opens = request.method == "GET" and request.url.startswith("https:")
    said = (*BROWSER, *(NAVIGATION if opens else ()))
    unsaid = tuple(field for field in said if request.header(field[0]) is None)
    return replace(request, headers=request.headers + unsaid)


def of_browser(request: Request) -> bool:
    """Whether a browser sends it, by the name every browser gives itself (RFC 9110, 10.1.5)."""
    return (request.header("User-Agent") or "").startswith("Mozilla/")


def probe(app: Callable[..., Any], requests: Iterable[Request]) -> tuple[Exchange, ...]:
    """Ask ``app`` each request in turn, cookies kept from one to the next, without a socket.

    ``app`` is any WSGI application (PEP 3333). Nothing it raises is raised here: the exchange
    says what and where. Redirects are not followed. Of a body, the first 1,000,000 bytes are kept.
    ``CSRF_TOKEN`` in a request's body is sent as the token of the form that came last; where no
    form had one, the field is not sent.
    For each GET ``random`` draws the same, as for somebody who knows its state; ``secrets`` and
    ``uuid`` do not.
    """
    visitor, exchanges, token = Visitor(app), [], b""
    for request in requests:
        if not token and request.body:
            request = replace(request, body=_WITHOUT_ONE.sub(b"", request.body))
        with _random_foretold() if request.method == "GET" else nullcontext():
            response, raised = _answer(visitor, _with(token, request))
        exchanges.append(Exchange(request, response, raised))
        token = _token(response) or token
    return tuple(exchanges)


def _with(token: bytes, request: Request) -> Request:
    """What is sent of a request."""
    body = request.body.replace(CSRF_TOKEN.encode(), token)
    return replace(request, body=body) if body != request.body else request


@contextmanager
def _random_foretold() -> Iterator[None]:
    drawn = random.getstate()
    random.seed(0)
    try:
        yield
    finally:
        random.setstate(drawn)


def once(app: WSGIApplication, request: Request) -> Response:
    """The response to one request, with the cookies that it names; raises what the app raises."""
    return _open(Visitor(app), request)


def _token(response: Response | None) -> bytes:
    field = _TOKEN_FIELD.search(response.body) if response else None
    value = _VALUE.search(field.group()) if field else None
    return value[1] if value else b""


def _answer(visitor: Visitor, request: Request) -> tuple[Response | None, str]:
    """The response, or None where none comes; and what the app raised."""
    with _exceptions_flask_handles() as handled:
        try:
            response = _open(visitor, request)
        except (SystemExit, Exception) as error:
            return None, describe(error)
    return response, describe(handled[-1]) if handled else ""


def _open(visitor: Visitor, request: Request) -> Response:
    status, fields, body = visitor.ask(request)
    with closing(body):
        headers = tuple((str(name), str(value)) for name, value in fields)
        return Response(status=int(status[:3]), headers=headers, body=_beginning(body))


def _beginning(chunks: Iterable[Any]) -> bytes:
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) >= BODY_LIMIT:
            break
    return bytes(kept[:BODY_LIMIT])


@contextmanager
def _exceptions_flask_handles() -> Iterator[list[BaseException]]:
    """Flask turns an exception into its 500 page; its signal still says which one it was."""
    from flask import got_request_exception

    handled: list[BaseException] = []

    def note(_app: Any, exception: BaseException, **_: Any) -> None:
        handled.append(exception)

    with got_request_exception.connected_to(note):
        yield handled


def describe(error: BaseException) -> str:
    """One line: the error, and the learner's own line in which it arose, if one of theirs did."""
    if isinstance(error, BadRequestKeyError):  # of headers["a name"]; it would say 400 Bad Request
        return describe(KeyError(*error.args).with_traceback(error.__traceback__))
    name = type(error).__name__
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # even this may be a learner's own code
        lines = []
    said = f"{name}: {lines[0].strip().rstrip('.')}" if lines else name
    if isinstance(error, ImportError):  # it ends with where on this machine the module is
        said = said.removesuffix(f" ({error.path})")
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        if _is_learners(frame):
            return said + _place(frame.f_code.co_filename, line)
    return said


def _is_learners(frame: FrameType) -> bool:
    path = frame.f_code.co_filename
    return not path.startswith("<frozen") and not str(Path(path).resolve()).startswith(_ours())


@cache
def _ours() -> tuple[str, ...]:
    """The folders of Python, its packages and this one."""
    import sysconfig  # slow to import, and seldom needed

    libraries = [sysconfig.get_path("stdlib"), *site.getsitepackages()]
    folders = [*map(Path, libraries), Path(__file__).parent]
    return tuple(f"{folder.resolve()}{os.sep}" for folder in folders)


def _place(filename: str, line: int) -> str:
    source = linecache.getline(filename, line).strip()
    where = "your cell" if "ipykernel" in filename or filename.startswith("<") else filename
    if filename == "<template>":  # of render_template_string
        where = "your template"
    return f", at line {line} of {Path(where).name}" + (f": {source}" if source else "")
