"""What Mozilla's HTTP Observatory learns of a site before it judges, from exchanges or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from helpers.exchange import Exchange, Request, Response
from helpers.jsonl import field
from helpers.observatory_html import Markup, read

ORIGIN = "https://evil.test"
"""The origin in whose name it asks, to see whether anyone may read the answer."""

HTML = frozenset({"text/html", "application/xhtml+xml"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 10
ALSO_SCORED = frozenset({401, 403})

FIRST_COUNTS = frozenset(
    {"age", "content-length", "content-type", "etag", "expires", "last-modified", "location"}
    | {"retry-after", "server"}
)
"""Fields of which Node, on which the Observatory runs, keeps the first; it joins all others."""

_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


class NotScored(ValueError):
    """The Observatory gives no score, and why, in one line."""


@dataclass(frozen=True)
class Visit:
    """One walk from an address over its redirects to a page.

    urls: every address on the way, the last one also where it was not asked
    exchanges: what was asked and answered
    verified: whether every certificate on the way is trusted
    """

    urls: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    verified: bool = True

    @property
    def response(self) -> Response | None:
        """The last answer."""
        return self.exchanges[-1].response


@dataclass(frozen=True, kw_only=True)
class Site:
    """What is judged. ``page`` is the answer at ``url`` after all redirects, with its body.

    http, https: the answers by each, or None where none came
    http_verified, https_verified: whether their certificates are trusted
    http_redirects: every address from the http one on
    cors: a question in the name of another origin, and its answer
    cookies: Set-Cookie fields on the way to the page, each with the address that sent it
    """

    hostname: str
    url: str
    page: Response
    http: Response | None = None
    https: Response | None = None
    http_verified: bool = True
    https_verified: bool = True
    http_redirects: tuple[str, ...] = ()
    cors: Exchange | None = None
    cookies: tuple[tuple[str, str], ...] = ()

    @property
    def is_https(self) -> bool:
        """Whether the page was asked for by https."""
        return self.url.lower().startswith("https:")

    @property
    def is_html(self) -> bool:
        """Whether the page says so, in the only spelling the Observatory knows."""
        return (value(self.page, "Content-Type") or "").split(";")[0] in HTML

    @cached_property
    def markup(self) -> Markup:
        """What counts in the page's HTML."""
        return read(self.page.text) if self.is_html else Markup()


def value(message: Response | Request, name: str) -> str | None:
    """A field's value as the Observatory gets it, or None."""
    sent = message.all(name)
    if not sent:
        return None
    return cleaned(sent[0] if name.lower() in FIRST_COUNTS else ", ".join(sent))


def cleaned(text: str) -> str:
    """A field's value without the characters no value may have (RFC 9110, section 5.5)."""
    return _CONTROLS.sub("", text).strip(" \t")


def requests_to(host: str) -> tuple[Request, ...]:
    """What to ask a site for a score: its page by http and https, and the latter for evil.test."""
    asking = (("Origin", ORIGIN), ("Access-Control-Request-Method", "GET"))
    return (
        Request(url=f"http://{host}/"),
        Request(url=f"https://{host}/"),
        Request(method="OPTIONS", url=f"https://{host}/", headers=asking),
    )


def site_from_exchanges(exchanges: Iterable[Exchange]) -> Site:
    """Put together what the answers to ``requests_to`` say. Other exchanges are passed over.

    Redirects are followed as far as where they lead was asked as well. Raises ``NotScored``.
    """
    pages: dict[str, Exchange] = {}
    cors = None
    for exchange in exchanges:
        if exchange.request.method == "GET":
            pages.setdefault(exchange.request.url, exchange)
        elif exchange.request.method == "OPTIONS" and exchange.request.header("Origin"):
            cors = cors or exchange
    if not pages:
        raise NotScored("no page was asked for")
    rest = next(iter(pages)).partition(":")[2]
    return site_from_visits(_walk(f"http:{rest}", pages), _walk(f"https:{rest}", pages), cors)


def _walk(url: str, pages: Mapping[str, Exchange]) -> Visit | None:
    urls, exchanges = [url], []
    while exchange := pages.get(urls[-1]):
        if not exchange.response:
            return None
        exchanges.append(exchange)
        leads_to = redirect_of(exchange)
        if not leads_to or len(urls) > MOST_REDIRECTS:
            break
        urls.append(leads_to)
    return Visit(tuple(urls), tuple(exchanges)) if exchanges else None


def redirect_of(exchange: Exchange) -> str | None:
    """The address the answer sends one to, or None."""
    response = exchange.response
    if not response or response.status not in REDIRECTS:
        return None
    location = value(response, "Location")
    return urljoin(exchange.request.url, location) if location else None


def site_from_visits(http: Visit | None, https: Visit | None, cors: Exchange | None) -> Site:
    """The site as two visits found it; what counts is the page by https where there is one.

    Raises ``NotScored`` where neither found a page, or one that is an error.
    """
    seen = https or http
    page = seen.response if seen else None
    if not seen or not page:
        raise NotScored("it does not answer")
    if not (200 <= page.status < 400 or page.status in ALSO_SCORED):
        raise NotScored(f"its page is an error, {page.status}")
    allowed = cors and cors.response and 200 <= cors.response.status < 300
    return Site(
        hostname=urlsplit(seen.urls[0]).hostname or "",
        url=seen.urls[0],
        page=page,
        http=http.response if http else None,
        https=https.response if https else None,
        http_verified=not http or http.verified,
        https_verified=not https or https.verified,
        http_redirects=http.urls if http else (),
        cors=cors if allowed else None,
        cookies=tuple(
            (exchange.request.url, cookie)
            for exchange in seen.exchanges
            for cookie in (exchange.response.all("Set-Cookie") if exchange.response else ())
        ),
    )


def site_from_json(given: dict[str, Any]) -> Site:
    """A site as a line of ``scan --jsonl`` has it. Raises ``ValueError`` where it is none."""
    url, body = field(given, "url", str), field(given, "body", str)
    page = _response(field(given, "auto", dict), body)
    http, https, cors = (field(given, name, dict, None) for name in ("http", "https", "cors"))
    origin = field(cors, "request_origin", str, None) if cors else None
    asking = (("Origin", origin),) if origin is not None else ()
    return Site(
        hostname=field(given, "hostname", str),
        url=url,
        page=page,
        http=_response(http) if http else None,
        https=_response(https) if https else None,
        http_verified=not http or field(http, "verified", bool),
        https_verified=not https or field(https, "verified", bool),
        http_redirects=_redirects(field(given, "http_redirects", list)),
        cors=Exchange(Request(url=url, headers=asking), _response(cors)) if cors else None,
        cookies=tuple((url, cookie) for cookie in page.all("Set-Cookie")),
    )


def _response(given: dict[str, Any], body: str = "") -> Response:
    pairs = field(given, "headers", list)
    if not all(_is_pair_of(pair, str) for pair in pairs):
        raise ValueError("'headers' should be a list of [name, value]")
    headers = tuple((name, text) for name, text in pairs)
    return Response(
        status=field(given, "status", int), headers=headers, body=body.encode(errors="replace")
    )


def _redirects(given: list[Any]) -> tuple[str, ...]:
    if not all(_is_pair_of(pair, int) for pair in given):
        raise ValueError("'http_redirects' should be a list of [url, status]")
    return tuple(url for url, _ in given)


def _is_pair_of(pair: Any, kind: type) -> bool:
    return isinstance(pair, list) and list(map(type, pair)) == [str, kind]
