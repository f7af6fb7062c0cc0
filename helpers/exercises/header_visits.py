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
    "Access-Control-Expose-Headers=X-Frame-Options,X-Content-Type-Options,Referrer-Policy",
)
"""What pages at addresses that nobody can know send themselves."""


def _own_pages(random: Random) -> Sequence[Request]:
    return [get(f"/{drawn(random)}/{drawn(random)}?{field}") for field in OWN]


def shop_visits(random: Random) -> Sequence[Request]:
    paths = ["/", "/account", "/preview", "/old", f"/{drawn(random)}", f"/api/{drawn(random)}"]
    paths += [*(f"/error/{status}" for status in STATUSES), "/broken", "/prices", "/live"]
    paths += ["/empty/204", "/empty/304", "/members"]
    paths += [f"/static/{drawn(random)}.{ending}" for ending in ("html", "css", "js", "png")]
    second = get("/in-a-second-app", "https://second.test")
    return [*map(get, paths), *_own_pages(random), *_by_other_methods(), post("/order"), second]


STATUSES = (400, 401, 403, 405, 409, 410, 418, 422, 429, 501, 502, 503)
"""Errors that apps send, beside 404 and 500."""


def _by_other_methods() -> Sequence[Request]:
    methods = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
    return [Request(method=method, url=f"{SHOP}/") for method in methods]


def plain_visits(random: Random) -> Sequence[Request]:
    paths = ["/", "/account", "/preview", "/old", f"/{drawn(random)}", "/empty/204", "/empty/304"]
    paths += [f"/error/{status}" for status in STATUSES]
    paths += ["/prices", "/orders", "/no-orders", "/no-basket", "/written", "/two-at-once"]
    last = map(get, ["/bodies", "/left-early", "/failed"])
    order = post("/order", coffee=drawn(random))
    return [*map(get, paths), *_own_pages(random), *_by_other_methods(), order, *last]
