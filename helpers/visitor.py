"""A visitor of a WSGI application: asks it as a server would, with a browser's cookies."""

from __future__ import annotations

import io
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from werkzeug.test import Client, create_environ
from werkzeug.wsgi import ClosingIterator, get_current_url

from helpers.cookies import keeps
from helpers.pep_3333 import held_to_pep_3333

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from helpers.exchange import Request

Fields = list[tuple[str, str]]

FORM = "application/x-www-form-urlencoded"


class Visitor(Client):
    """Of Werkzeug's client it has the cookies; it keeps those that a browser keeps.

    Its application is held to PEP 3333. A request that names its cookies itself is of another
    visitor: it has no others.
    """

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__(held_to_pep_3333(app))

    def ask(self, request: Request) -> tuple[str, Fields, ClosingIterator]:
        """The response's status, header fields and body, to be closed; raises what the app does."""
        environ = environ_of(request)
        if self._cookies and "HTTP_COOKIE" not in environ:
            self._add_cookies_to_wsgi(environ)
        started: list[tuple[str, Fields]] = []

        def start(status: str, fields: Fields, _: Any = None, /) -> Any:
            started.append((status, fields))

        body = ClosingIterator(self.application(environ, start))
        status, fields = started[-1]
        if cookies := [value for name, value in fields if name.lower() == "set-cookie"]:
            self._keep(environ, cookies)
        return status, fields, body

    def _keep(self, environ: WSGIEnvironment, cookies: list[str]) -> None:
        url = urlsplit(get_current_url(environ))
        host = url.hostname or "localhost"
        for cookie in (each for each in cookies if keeps(each, host)):
            with suppress(ValueError, StopIteration):  # Werkzeug's client raises for some
                self._update_cookies_from_response(host, url.path, [cookie])


def environ_of(request: Request) -> WSGIEnvironment:
    """The environ that a server makes of a request (PEP 3333), with RAW_URI as gunicorn has it.

    The same as Werkzeug's EnvironBuilder makes, in a tenth of the time. As on a server, a body in
    chunks comes without its length, and ends by itself.
    """
    parts = urlsplit(request.url)
    path = parts.path or "/"
    raw = _latin(path + f"?{parts.query}" * bool(parts.query))
    environ = {
        **_of_site(parts.scheme, parts.netloc),
        "REMOTE_ADDR": request.sender,
        "REQUEST_METHOD": request.method,
        "PATH_INFO": _latin(unquote(path)),
        "QUERY_STRING": _latin(parts.query),
        "REQUEST_URI": raw,
        "RAW_URI": raw,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": io.StringIO(),
        **_fields(request),
    }
    if "HTTP_TRANSFER_ENCODING" in environ:
        environ["wsgi.input_terminated"] = True
    elif request.body or environ.get("CONTENT_TYPE", "").startswith(FORM):
        environ["CONTENT_LENGTH"] = str(len(request.body))
    return environ


def _fields(request: Request) -> dict[str, str]:
    """The header fields as variables of an environ, repeated ones joined by a comma."""
    found: dict[str, str] = {}
    for name, value in request.headers:
        key = f"HTTP_{name.upper().replace('-', '_')}"
        found[key] = f"{found[key]}, {value}" if key in found else value
    found.pop("HTTP_CONTENT_LENGTH", None)  # the body says it
    if kind := request.all("Content-Type"):
        found["CONTENT_TYPE"] = kind[0]
        del found["HTTP_CONTENT_TYPE"]
    return found


@lru_cache(maxsize=64)
def _of_site(scheme: str, netloc: str) -> WSGIEnvironment:
    return create_environ("/", f"{scheme}://{netloc}")


def _latin(text: str) -> str:
    """Text as an environ has it: the bytes of its UTF-8, one character each."""
    return text.encode().decode("latin-1")
