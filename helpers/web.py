"""The lab's internet: sites online under their real names, by http and https.

Every site is told apart by the Host field (RFC 9110, section 7.2). Names, never ports, show in
what is printed, so a cell prints the same text whenever it runs.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ReadTimeoutError
from urllib3.util import parse_url

from helpers.lab import Lab
from helpers.pep_3333 import held_to_pep_3333

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SCHEMES = ("http", "https")
LOG_LENGTH = 10_000
"""Requests the log keeps before it forgets the oldest."""

_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_HOST_NAME = re.compile(rf"({_LABEL}\.)*(?=[a-z]){_LABEL}")
"""RFC 1123, section 2.1, in lower case; the last label begins with a letter, as no address does."""

session: requests.Session
"""A ``requests.Session`` on the lab's internet; its cookies are kept as long as the kernel."""


class LabError(Exception):
    """What is wrong with a call of the lab. A notebook shows it in one line, untraced."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class NotOnline(LabError, requests.ConnectionError):
    """No site has that name."""


class BadSite(LabError, ValueError):
    """What was given to ``site`` is no host name or no application."""


@dataclass(frozen=True)
class Site:
    """A site that is online: ``http://name/`` and ``https://name/``, or one of the two."""

    name: str
    replaced: bool = False
    schemes: tuple[str, ...] = SCHEMES
    trusted: bool = True

    def __repr__(self) -> str:
        online = " and ".join(f"{scheme}://{self.name}/" for scheme in self.schemes)
        stranger = "" if self.trusted else "\nNo browser trusts its certificate."
        note = "\nIt replaces the app that another cell put there." if self.replaced else ""
        return f"online: {online}{stranger}{note}"


@dataclass(frozen=True)
class Asked:
    """One request a site got: who asked for what, the status it answered with, and when."""

    who: str
    method: str
    url: str
    status: str
    site: str = field(repr=False)
    at: float = field(repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.who:8} {self.method:4} {self.url}  {self.status}"


class Log(tuple[Asked, ...]):
    """Requests in the order they came; prints one a line."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(map(str, self)) or "nobody asked for anything"


@dataclass(frozen=True)
class _Registration:
    app: WSGIApplication
    cell: str
    since: float


_sites: dict[tuple[str, str], _Registration] = {}
"""By name and scheme."""
_asked: deque[Asked] = deque(maxlen=LOG_LENGTH)
_stories: deque[float] = deque(maxlen=LOG_LENGTH)
_missed: deque[tuple[float, str]] = deque(maxlen=LOG_LENGTH)
_lock = threading.RLock()


def site(name: str, app: WSGIApplication, *, scheme: str = "", trusted: bool = True) -> Site:
    """Put ``app``, a WSGI application (PEP 3333), online as ``name``, such as ``"shop.test"``.

    Call it again with a fresh app to replace the one before; the site's log starts anew. With
    ``scheme="http"`` it answers by http alone, as an attacker on the wire, and https stays as it
    is. With ``trusted=False`` no browser trusts its certificate. Raises ``BadSite``.
    """
    if not isinstance(name, str) or not _HOST_NAME.fullmatch(name):
        raise BadSite(
            f"{name!r} is no host name. Give letters, digits, hyphens and dots, in lower case, "
            "without scheme, port or path: web.site('shop.test', app)."
        )
    if not callable(app):
        raise BadSite(
            f"what should go online as {name} is of type {type(app).__name__}, no application. "
            "Give the Flask app itself: app = Flask(__name__)."
        )
    if scheme not in ("", *SCHEMES):
        raise BadSite(f"{scheme!r} is no scheme of the lab. Give 'http' or 'https', or none.")
    schemes = (scheme,) if scheme else SCHEMES
    if "https" in schemes:
        lab().certificates.trust(name, trusted)
    cell, before = sys._getframe(1).f_code.co_filename, _sites.get((name, "https"))
    for each in schemes:
        _sites[name, each] = _Registration(app, cell, time.monotonic())
    replaced = before is not None and before.app is not app and before.cell != cell
    return Site(name, replaced and not scheme, schemes, trusted)


def get(url: str, **options: Any) -> requests.Response:
    """``requests.get`` on the lab's internet: a new session, the certificate verified.

    Takes what ``requests.get`` takes. Raises ``NotOnline``, a ``requests.ConnectionError``, for a
    name that is not online, and says which are.
    """
    with new_session() as fresh:
        return fresh.get(url, **options)


def new_session() -> requests.Session:
    """A ``requests.Session`` on the lab's internet, with no cookies yet."""
    made = requests.Session()
    made.trust_env = False  # a proxy of the learner's machine is not part of this internet
    made.mount("http://", _LabAdapter())
    made.mount("https://", _LabAdapter())
    return made


def log(name: str | None = None, since: float = 0.0) -> Log:
    """Who asked for what: the requests to ``name`` in the last story that asked it, and since.

    So a cell prints the same however often the cells before it ran. Without a name: every request
    to every site. ``since`` leaves out what came before that ``time.monotonic()``. Raises
    ``NotOnline``.
    """
    since = max(since, _put_online(name)) if name else since
    with _lock:
        asked = sorted(_asked, key=lambda each: each.at)
    if name:
        asked = [each for each in asked if each.site == name]
        last = asked[-1].at if asked else 0.0
        since = max(since, *(begun for begun in [0.0, *_stories] if begun <= last))
    return Log(each for each in asked if each.at >= since)


def begin_story() -> float:
    """Mark that a story begins, for the log; when that is, in monotonic seconds."""
    _stories.append(time.monotonic())
    return _stories[-1]


def missed(since: float) -> list[str]:
    """The names a browser went to since then at which no site is online, in order."""
    return list(dict.fromkeys(name for at, name in list(_missed) if at >= since))


def require(url: str) -> None:
    """Raises ``NotOnline`` where no site answers for the URL, and says which are online."""
    _put_online(parse_url(url).host or url)


@cache
def _start() -> Lab:
    return Lab(_answer)


def lab() -> Lab:
    """The lab's servers, started on first use."""
    with _lock:
        return _start()


def __getattr__(name: str) -> Any:
    if name != "session":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()["session"] = kept = new_session()
    return kept


def _put_online(name: str) -> float:
    """When the name last got an app, in monotonic seconds; raises where it has none."""
    if not (times := [each.since for (known, _), each in _sites.items() if known == name]):
        online = ", ".join(sorted({known for known, _ in _sites})) or "none yet"
        adds = f"web.site({name!r}, app) adds one."
        raise NotOnline(f"no site is online as {name}. Online: {online}. {adds}")
    return max(times)


class _LabAdapter(HTTPAdapter):
    """Resolves lab names to the lab's ports; verifies certificates against its authority."""

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Any:
        url = parse_url(request.url or "")
        require(str(url))
        request.headers.setdefault("Host", url.host or "")
        try:
            response = super().send(request, *args, **options)
            if not options.get("stream"):
                response.content  # noqa: B018  read here, where an error can still be reworded
        except (requests.ConnectionError, requests.Timeout) as error:
            if isinstance(error, requests.Timeout) or isinstance(error.args[0], ReadTimeoutError):
                raise requests.Timeout(f"{url} did not answer in time", request=request) from None
            stranger = isinstance(error, requests.exceptions.SSLError)
            what = "shows a certificate nobody trusts" if stranger else "broke off the connection"
            raise requests.ConnectionError(f"{url} {what}", request=request) from None
        return response

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        url = parse_url(request.url or "")
        scheme = url.scheme or "http"
        place = {"scheme": scheme, "host": "127.0.0.1", "port": lab().port(scheme)}
        if scheme == "http":
            return place, {}
        names = {"server_hostname": url.host, "assert_hostname": url.host}
        return place, {"ssl_context": lab().certificates.client, **names}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing to add: the SSL context trusts the lab's authority and no other."""


def _answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer for whichever site the Host field names, and write it in the log."""
    name = environ.get("HTTP_HOST", "").partition(":")[0].lower()
    scheme = environ["wsgi.url_scheme"]
    if (name, scheme) not in _sites:
        if environ.get("HTTP_SEC_FETCH_MODE") == "navigate":  # not a full Chromium's calls home
            _missed.append((time.monotonic(), name))
        start_response("502 Bad Gateway", [("Content-Type", "text/plain")])
        return [f"No site is online as {name}.".encode()]
    if environ["PATH_INFO"] == "/favicon.ico":  # every first visit asks for it: noise in the log
        start_response("204 No Content", [])
        return []
    environ.update(SERVER_NAME=name, SERVER_PORT="443" if scheme == "https" else "80")
    environ["wsgi.errors"] = complaints = StringIO()  # a traceback would land in a learner's cell
    statuses: list[str] = []

    def start(status: str, *rest: Any) -> Any:
        statuses.append(status)
        return start_response(status, *rest)

    at = time.monotonic()
    try:
        return held_to_pep_3333(_sites[name, scheme].app)(environ, start)
    except (SystemExit, Exception) as error:
        complaints.write(f"{type(error).__name__}: {error}")
        start("500 Internal Server Error", [("Content-Type", "text/plain")], sys.exc_info())
        return [b"Internal Server Error"]
    finally:
        _note(environ, name, ["000", *statuses][-1][:3], complaints.getvalue(), at)


def _note(environ: WSGIEnvironment, name: str, status: str, complaints: str, at: float) -> None:
    query, agent = environ.get("QUERY_STRING"), environ.get("HTTP_USER_AGENT", "unknown")
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/:@!$&'()*+,;=~")
    url = f"{environ['wsgi.url_scheme']}://{name}{path}"
    asked = Asked(
        who="browser" if agent.startswith("Mozilla") else agent.partition("/")[0][-8:].strip("-"),
        method=environ["REQUEST_METHOD"],
        url=f"{url}?{query}" if query else url,
        status=" ".join([status, *complaints.strip().splitlines()[-1:]]),
        site=name,
        at=at,
    )
    with _lock:
        _asked.append(asked)
