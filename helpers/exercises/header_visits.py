"""What the two shops of lesson 01 are asked: every status, method and type, pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from helpers.exchange import Request, get, post
from helpers.exercises.drawn import drawn

SHOP = "https://shop.test"


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
)
"""What pages at addresses that nobody can know send themselves."""


def _own_pages(random: Random) -> Sequence[Request]:
    return [get(f"/{drawn(random)}/{drawn(random)}?{field}") for field in OWN]


def shop_visits(random: Random) -> Sequence[Request]:
    paths = ["/", "/account", "/preview", "/old", f"/{drawn(random)}", f"/api/{drawn(random)}"]
    paths += [
        *(f"/error/{status}" for status in STATUSES),
        "/broken",
        "/prices",
        "/live",
        "/left-open",
    ]
    paths += [f"/empty/{status}" for status in (204, 304, *OTHER_STATUSES)]
    paths += ["/members", "/blog", "/?embed=1"]
    endings = ("html", "css", "js", "png", "svg", "txt", "pdf")
    paths += [f"/static/{drawn(random)}.{ending}" for ending in endings]
    second = get("/in-a-second-app", "https://second.test")
    asked = [*map(get, paths), *_own_pages(random), *_by_other_methods(), *_otherwise()]
    return [*asked, post("/order"), second]


STATUSES = (400, 401, 403, 405, 409, 410, 413, 415, 418, 422, 429, 451, 501, 502, 503, 504)
"""Errors that apps send, beside 404 and 500."""
OTHER_STATUSES = (201, 202, 206, 301, 303, 307, 308)
"""What apps answer beside 200, 204, 302 and 304."""


def _otherwise() -> Sequence[Request]:
    """The home page by http, and as a script of the shop's own asks for it."""
    said = {"sec_fetch_site": "same-origin", "sec_fetch_mode": "cors", "sec_fetch_dest": "empty"}
    said |= {"origin": SHOP, "x_requested_with": "XMLHttpRequest", "authorization": "Basic YTpi"}
    by_script = get("/", accept="*/*", referer=f"{SHOP}/", cache_control="max-age=0", **said)
    return [get("/", "http://shop.test"), by_script]


def _by_other_methods() -> Sequence[Request]:
    methods = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
    return [Request(method=method, url=f"{SHOP}/") for method in methods]


def plain_visits(random: Random) -> Sequence[Request]:
    paths = ["/", "/account", "/preview", "/old", f"/{drawn(random)}", "/empty/204", "/empty/304"]
    paths += [f"/error/{status}" for status in (*STATUSES, *OTHER_STATUSES)]
    paths += ["/prices", "/orders", "/no-orders", "/no-basket", "/written", "/two-at-once"]
    last = map(get, ["/bodies", "/left-early", "/failed"])
    order = post("/order", coffee=drawn(random))
    asked = [*map(get, paths), *_own_pages(random), *_by_other_methods(), *_otherwise()]
    return [*asked, order, *last]
