"""Asks a site what the Observatory asks: its page by http and by https, and for evil.test.

Nothing here waits for ever or reads for ever, whatever the other side does.
"""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

import requests
import urllib3

from helpers.deadline import Hung, within
from helpers.exchange import BODY_LIMIT, Exchange, Request, Response
from helpers.observatory_site import (
    MOST_REDIRECTS,
    ORIGIN,
    NotScored,
    Site,
    Visit,
    redirect_of,
    site_from_visits,
)
from helpers.web import NotOnline

SECONDS = 5.0
"""How long one answer may take, down to its last byte."""

SCHEMES = ("http", "https")
CHUNK = 65_536
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

FAILURES = (Hung, OSError, ValueError, http.client.HTTPException, urllib3.exceptions.HTTPError)
"""What asking may raise; of requests' own exceptions each is an OSError."""

NewSession = Callable[[], requests.Session]


class NoAnswer(Exception):
    """There is no answer, and why: "nothing listens there"."""


class NotTrusted(NoAnswer):
    """The certificate is not one this machine trusts, and why."""


@dataclass(frozen=True)
class Seen:
    """A site, and what there is to say of how it was found, a sentence each."""

    site: Site
    notes: tuple[str, ...]


def online_session() -> requests.Session:
    """A session on the real network, without its proxies and without this machine's passwords.

    An authority of one's own is trusted where the variable REQUESTS_CA_BUNDLE names its file.
    """
    session = requests.Session()
    session.trust_env = False
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    return session


def look(url: str, new_session: NewSession = online_session) -> Seen:
    """Ask the site at an http or https ``url``, by both, at the same port and path.

    Raises ``NotScored``, which says in one line why there is nothing to judge, and ``ValueError``
    for no address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(f"{url!r} is no address of a site, such as http://127.0.0.1:5000")
    place = parts.netloc + (parts.path or "/")
    by_http, by_https = (_attempt(f"{scheme}://{place}", new_session) for scheme in SCHEMES)
    seen = by_https.visit or by_http.visit
    if not seen:
        raise NotScored(_neither(by_http.failure, by_https.failure))
    if redirect_of(seen.exchanges[-1]):
        raise NotScored(f"it redirects without end, at last to {seen.urls[-1]}")
    site = site_from_visits(by_http.visit, by_https.visit, _preflight(seen, new_session))
    return Seen(site, tuple(_notes(site, by_http, by_https)))


@dataclass(frozen=True)
class _Attempt:
    """What came of asking by one scheme: a visit, or why there is none."""

    visit: Visit | None
    failure: str = ""


def _attempt(url: str, new_session: NewSession) -> _Attempt:
    with new_session() as session:
        try:
            return _Attempt(_walk(session, url))
        except NotTrusted as untrusted:
            failure = str(untrusted)
        except NoAnswer as failed:
            return _Attempt(None, str(failed))
        session.verify = False  # as the Observatory does: it still judges the rest
        try:
            return _Attempt(replace(_walk(session, url), verified=False), failure)
        except NoAnswer as failed:
            return _Attempt(None, str(failed))


def _walk(session: requests.Session, url: str) -> Visit:
    urls, exchanges = [url], [_ask(session, Request(url=url, headers=(("Accept", ACCEPT),)))]
    while (leads_to := redirect_of(exchanges[-1])) and len(urls) <= MOST_REDIRECTS:
        urls.append(leads_to)
        try:
            exchanges.append(_ask(session, Request(url=leads_to, headers=(("Accept", ACCEPT),))))
        except NoAnswer as failed:
            raise type(failed)(f"it redirects to {leads_to}: {failed}") from None
    return Visit(tuple(urls), tuple(exchanges))


def _preflight(seen: Visit, new_session: NewSession) -> Exchange | None:
    """The answer to whether evil.test may read the page; the Observatory passes over no answer."""
    asking = (("Origin", ORIGIN), ("Access-Control-Request-Method", "GET"))
    with new_session() as session:
        session.verify = session.verify if seen.verified else False
        try:
            return _ask(session, Request(method="OPTIONS", url=seen.urls[-1], headers=asking))
        except NoAnswer:
            return None


def _ask(session: requests.Session, request: Request) -> Exchange:
    try:
        return Exchange(request, within(SECONDS, partial(_response, session, request)))
    except FAILURES as error:
        raise _no_answer(error) from None


def _response(session: requests.Session, request: Request) -> Response:
    headers = {"User-Agent": "scan", **dict(request.headers)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
        answer = session.request(
            request.method,
            request.url,
            headers=headers,
            allow_redirects=False,
            stream=True,
            timeout=SECONDS,
        )
    with answer:
        body = bytearray()
        for chunk in answer.iter_content(CHUNK):
            body += chunk
            if len(body) >= BODY_LIMIT:
                break
        fields = tuple(answer.raw.headers.items())
        return Response(status=answer.status_code, headers=fields, body=bytes(body[:BODY_LIMIT]))


NOBODY = "nothing listens there"
NO_TLS = "it speaks no TLS"

REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (NotOnline, "no site of the lab is online there"),
    (Hung, "no answer comes in time"),
    (TimeoutError, "no answer comes in time"),
    (ssl.SSLError, NO_TLS),
    (socket.gaierror, "there is no host of that name"),
    (http.client.RemoteDisconnected, "it hangs up without an answer"),
    (http.client.IncompleteRead, "its page breaks off"),
    (http.client.HTTPException, "its answer is no HTTP"),
    (urllib3.exceptions.DecodeError, "its page is not encoded as it says"),
    (ConnectionRefusedError, NOBODY),
    (ConnectionError, "it breaks off the connection"),
    (urllib3.exceptions.ProtocolError, "its answer is no HTTP"),
    (ValueError, "that is no address"),
)
"""What an error means to whoever asked; the first row that fits counts."""


def _no_answer(error: BaseException) -> NoAnswer:
    """In a few words, by whatever lies under the error: requests wraps it several times."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NotTrusted(cause.verify_message.rstrip("."))
    found = (words for kind, words in REASONS if any(isinstance(cause, kind) for cause in causes))
    return NoAnswer(next(found, "there is no way to it from here"))


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            related = [
                *cause.args,
                getattr(cause, "reason", None),
                cause.__cause__,
                cause.__context__,
            ]
            waiting += [each for each in related if isinstance(each, BaseException)]


def _neither(by_http: str, by_https: str) -> str:
    if by_http != by_https:
        return f"by http {by_http}; by https {by_https}"
    return f"{by_http}: start the app first" if by_http == NOBODY else by_http


def _notes(site: Site, by_http: _Attempt, by_https: _Attempt) -> Iterator[str]:
    """What a learner should know of how the page was found, in sentences."""
    for scheme, attempt in (("http", by_http), ("https", by_https)):
        if attempt.failure == NO_TLS:
            yield f"By {scheme}: {NO_TLS}, so two tests fail; its log has a line of that."
        elif not attempt.visit:
            yield f"By {scheme}: {attempt.failure}."
        elif attempt.failure:
            yield f"By {scheme}, the certificate is not trusted: {attempt.failure}."
        elif redirect_of(attempt.visit.exchanges[-1]):
            yield f"By {scheme} it redirects without end."
    if len(site.page.body) == BODY_LIMIT:
        yield f"Of its page, the first {BODY_LIMIT:,} bytes were read."
