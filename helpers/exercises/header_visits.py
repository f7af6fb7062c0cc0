"""What the two shops of lesson 01 are asked: every status, method and type, pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from helpers.exchange import Request, get, post
from helpers.exercises.arrivals import BEEN_THERE, EVIL, OF_ANYBODY, SHOP
from helpers.exercises.drawn import drawn

OWN = (
    "X-Frame-Options=DENY",
    "x-frame-options=SAMEORIGIN",
    "X-FRAME-OPTIONS=SAMEORIGIN",
    "Referrer-Policy=no-referrer",
    "referrer-policy=same-origin",
    "X-frame-options=SAMEORIGIN",
    "Referrer-Policy=strict-origin",
    "Access-Control-Expose-Headers=X-Frame-Options,X-Content-Type-Options,Referrer-Policy",
    "X-Frame-Options-Before=DENY",
    "Original-Referrer-Policy=same-origin",
    "Content-Type=text/plain",
    "Content-Type=image/svg%2Bxml",
    "Content-Disposition=attachment",
    "Link=%3C/1%3E;rel=prev&Link=%3C/3%3E;rel=next",
)
"""What pages at addresses that nobody can know send themselves."""


def _own_pages(random: Random) -> Sequence[Request]:
    return [get(f"/{drawn(random)}/{drawn(random)}?{field}") for field in OWN]


def shop_visits(random: Random) -> Sequence[Request]:
    paths = ["/", "/preview", "/old", f"/{drawn(random)}", f"/api/{drawn(random)}"]
    paths += [
        *(f"/error/{status}" for status in STATUSES),
        "/broken",
        "/prices",
        "/live",
        "/left-open",
    ]
    paths += [f"/empty/{status}" for status in (204, 304, *OTHER_STATUSES)]
    paths += ["/members", "/blog", "/?embed=1"]
    endings = ("html", "css", "js", "png", "svg", "txt", "pdf", "xml", "bin")
    paths += [f"/static/{drawn(random)}.{ending}" for ending in endings]
    second = get("/in-a-second-app", "https://second.test")
    known = [get("/account"), get("/account", cookie="session=ann")]  # before "/" sets a cookie
    asked = [*known, *map(get, paths), *_named(random), *_own_pages(random), *_by_other_methods()]
    return [*asked, *_otherwise("/"), post("/order"), second]


STATUSES = (400, 401, 403, 405, 409, 410, 413, 415, 416, 418, 422, 429, 451, 501, 502, 503, 504)
"""Errors that apps send, beside 404 and 500."""
OTHER_STATUSES = (201, 202, 206, 301, 303, 307, 308)
"""What apps answer beside 200, 204, 302 and 304."""


FRAMED = {"sec_fetch_dest": "iframe", "sec_fetch_site": "cross-site"}
"""What a browser says if a page of another site shows it in a frame."""
FETCHED = {"accept": "*/*", "sec_fetch_mode": "cors", "sec_fetch_dest": "empty"}
"""What a browser says if a script asks."""
IN_TAGS = [
    {"accept": "*/*", "sec_fetch_mode": "no-cors", "sec_fetch_dest": tag}
    for tag in ("script", "image")
]
"""What a browser says if a tag asks."""

NAMED = "X-Frame-Options=x&X-Content-Type-Options=x&Referrer-Policy=unsafe-url"
"""What an attacker may write behind an address, in case a hook reads it."""


def _named(random: Random) -> Sequence[Request]:
    """Pages that do not read their query, with the three headers in it."""
    return [get(f"/?{NAMED}"), get(f"/{drawn(random)}?{NAMED.lower()}")]


def _otherwise(path: str) -> Sequence[Request]:
    """A page by http, for whoever says more, and as scripts of the shop's own and others' ask."""
    said = [get(path, **each) for each in (*OF_ANYBODY, *BEEN_THERE, FRAMED, *IN_TAGS)]
    own = [{"sec_fetch_site": "same-origin"}, {"x_requested_with": "XMLHttpRequest"}]
    own += [{"accept": "application/json"}]
    fetched = [get(path, **FETCHED | each) for each in (*own, {"origin": EVIL})]
    return [get(path, "http://shop.test"), *said, *fetched]


def _by_other_methods() -> Sequence[Request]:
    methods = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
    return [Request(method=method, url=f"{SHOP}/") for method in methods]


def plain_visits(random: Random) -> Sequence[Request]:
    paths = ["/", "/preview", "/old", f"/{drawn(random)}", "/empty/204", "/empty/304"]
    paths += [f"/error/{status}" for status in (*STATUSES, *OTHER_STATUSES)]
    paths += ["/prices", "/orders", "/no-orders", "/no-basket", "/written", "/two-at-once"]
    last = map(get, ["/bodies", "/left-early", "/failed"])
    heard = _otherwise("/heard")
    order = post("/order", coffee=drawn(random))
    known = [get("/account"), get("/account", cookie="session=ann")]
    pages = [*map(get, paths), *_named(random), *_own_pages(random)]
    return [*known, *pages, *_by_other_methods(), *heard, order, *last]
