"""Judgements about frames: which site a browser lets show a response, and which it must not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from helpers.csp import Policy
from helpers.csp_parse import KNOWN_DIRECTIVES
from helpers.exchange import Exchange, Request, Response, get
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered, happened
from helpers.exercises.arrivals import EVIL, OTHER_SITES, SHOP, by_form, by_visitors
from helpers.exercises.in_words import asked
from helpers.exercises.named_sites import elsewhere
from helpers.exercises.slips import another_name, in_meta, misnamed, slip
from helpers.framing import Framing, may_frame
from helpers.origin import origin

PARTNER = "https://partner.test"
PARTNER_BY_HTTP = "http://partner.test"
SUBDOMAIN = "https://other.shop.test"
BLOG = "http://blog.test:8443"
LOOKALIKE = "https://partner.test.evil.test"
SHOP_LOOKALIKE = "https://shop.test.evil.test"
TRYING = (
    "https://other.test",
    LOOKALIKE,
    SHOP_LOOKALIKE,
    EVIL,
    PARTNER,
    PARTNER_BY_HTTP,
    SUBDOMAIN,
    SHOP,
)

QUERY = "?p=*&e=widget&embed=https://evil.test&partner=https://evil.test&site=https://evil.test"
"""Of an address in an attacker's frame."""

TOLD = (
    (f"{LOOKALIKE}/", "cross-site", "iframe", ""),
    (f"{SHOP_LOOKALIKE}/", "cross-site", "object", ""),
    (f"{PARTNER}/", "cross-site", "iframe", ""),
    (f"{EVIL}/", "cross-site", "embed", ""),
    (f"{EVIL}/?{PARTNER}/", "cross-site", "iframe", QUERY),
    (f"{SUBDOMAIN}/", "same-site", "iframe", ""),
    (f"{SHOP}/", "same-origin", "iframe", ""),
)
"""The Referer, which an embedder may choose to be all of its address (Referrer Policy, section 3);
what a browser says of its site and its tag (Fetch Metadata, section 2); the query it may choose."""


def in_frames(*paths: str) -> list[Request]:
    """Requests for these as for a page of their own, and as for a frame of each embedder.

    A browser says that a frame asks, and sends its visitor's cookies.
    """
    framed = {"sec_fetch_site": "cross-site", "sec_fetch_dest": "iframe", "cookie": "session=ann"}
    asked = [get(path, **more) for path in paths for more in ({}, framed)]
    asked += [get(path, site) for path in paths for site in OTHER_SITES]
    asked += chain(*map(by_visitors, paths))
    return asked + [
        get(path + query, referer=by, **framed | {"sec_fetch_site": site, "sec_fetch_dest": tag})
        for path in paths
        for by, site, tag, query in TOLD
    ]


def sent_into_frames(*paths: str) -> list[Request]:
    """These as a form of evil.test sends them whose target is a frame of the page it is in."""
    return [by_form(path, size="1") for path in paths]


def no_page_framed_by(*embedders: str) -> Judgement:
    """No response of a page may be shown in a frame by any of these origins."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        every = (_shown_by(embedders, *page) for page in _pages(evidence))
        return next(filter(None, every), None)

    return judge


def framed_by_none_but(*origins: str) -> Judgement:
    """No other origin may show a page in a frame, whoever tries and whatever the policy names."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        others = [each for each in TRYING if each not in origins]
        for exchange, response in _pages(evidence):
            itself = [origin(exchange.request.url)] * (SHOP in origins)
            named = named_besides([*origins, *itself], response)
            if why := _shown_by((*others, *named), exchange, response):
                return why
        return None

    return judge


def named_besides(origins: Sequence[str], response: Response) -> list[str]:
    """The other origins that a policy names as embedders: a word without its quotes is a host."""
    policy = Policy(*response.all("Content-Security-Policy"))
    sites = [url.rstrip("/") for url in elsewhere(policy, "frame-ancestors", origins)]
    bare = [text for text in _embedders(policy) if re.fullmatch("[A-Za-z]+", text)]
    return sites + [f"https://{text.lower()}" for text in bare]


def _embedders(policy: Policy) -> list[str]:
    """What stands in the frame-ancestors of each policy that has one, as written."""
    return [text for each in policy.in_force("frame-ancestors") if each for text in each[1]]


def _shown_by(embedders: Sequence[str], exchange: Exchange, response: Response) -> str | None:
    for embedder in embedders:
        if not _may_come_from(embedder, exchange.request):
            continue
        if framing := may_frame(response, exchange.request.url, embedder + "/"):
            return (
                f"Expected a browser to refuse {asked(exchange)} in a frame of {embedder}; "
                f"it shows it, because {why(framing, response)}{_no_scheme(embedder, response)}"
            )
    return None


def _no_scheme(embedder: str, response: Response) -> str:
    """That a source without a scheme lets it in, which a page by http takes for both."""
    scheme, _, host = embedder.partition("://")
    embedders = map(str.lower, _embedders(Policy(*response.all("Content-Security-Policy"))))
    if scheme == "https" or host not in embedders:
        return ""
    return f" Where a page is asked by http, {host} without a scheme is that host by http, too."


def _may_come_from(embedder: str, request: Request) -> bool:
    """Whether a browser sends this request for a frame there: with that Referer, or with none."""
    referer, site = request.header("Referer"), request.header("Sec-Fetch-Site")
    near = {"same-origin": SHOP, "same-site": SUBDOMAIN}.get(site or "", embedder)
    return near == embedder and (referer is None or referer.startswith(embedder + "/"))


def framed_by(embedder: str, path: str) -> Judgement:
    """That origin may frame what is at ``path``, or, where it ends in a slash, below it."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in answered(evidence):
            url = exchange.request.url
            at = url.partition("?")[0].removeprefix(SHOP)
            is_there = at == path or (path[-1] == "/" and at.startswith(path))
            is_there = is_there and exchange.request.method == "GET"
            if not is_there or not _may_come_from(embedder, exchange.request):
                continue
            wanted = f"Expected {embedder} to show {asked(exchange)} in a frame;"
            if response.status != 200:
                return f"{wanted} {happened(exchange)}."
            framing = may_frame(response, url, embedder + "/")
            if not framing:
                return f"{wanted} a browser refuses, because {why(framing, response)}"
        return None

    return judge


_HEADERS = ("X-Frame-Options", "Content-Security-Policy", "Content-Security-Policy-Report-Only")


def _pages(evidence: Evidence) -> Iterable[tuple[Exchange, Response]]:
    """Of the pages that the same decides on, the first: what may frame it, may frame all of them.

    A redirect shows no page: the response it leads to decides.
    """
    pages: dict[Any, tuple[Exchange, Response]] = {}
    for exchange, response in answered(evidence):
        if not 300 <= response.status < 400:
            pages.setdefault(_deciding(exchange.request, response), (exchange, response))
    return pages.values()


def _deciding(request: Request, response: Response) -> tuple[Any, ...]:
    """Who asked, as far as one can tell, which site, and what it said of frames."""
    who = (request.header(name) for name in ("Referer", "Sec-Fetch-Site"))
    return (origin(request.url), *who, *map(response.all, _HEADERS))


def why(framing: Framing, response: Response) -> str:
    """What decided, and where the header or the tag went astray that was meant to; to a stop."""
    notes = re.split(r"(?<=[.?]) ", " ".join(f"{note}." for note in _astray(response)))
    new = (note.replace("?.", "?") for note in notes if note.rstrip(".") not in framing.why)
    return " ".join([f"{framing.why}.", *new])


def _astray(response: Response) -> Iterator[str]:
    yield from misnamed(response, *_HEADERS)
    policy = Policy(*response.all("Content-Security-Policy"))
    embedders = _embedders(policy)
    ignored = any(part.directive == "frame-ancestors" for part in policy.ignored)
    if (ignored or not embedders) and (note := slip(policy)):
        yield note.removesuffix(".")
    for path in (source for source in embedders if re.search("[^/:]/.", source)):
        yield f"{path} has a path, and whoever embeds is known by its origin alone"
    for value in response.all("Content-Security-Policy"):
        for part in value.split(",")[1:]:
            if part.split() and part.split()[0].rstrip(";").lower() not in KNOWN_DIRECTIVES:
                yield f'A comma ends the policy, so "{part.strip()}" stands outside it'
    if "frame-ancestors" in (response.header("Content-Security-Policy-Report-Only") or ""):
        yield another_name(response).removesuffix(".")
    if stray := in_meta(response):
        yield stray.removesuffix(".")
