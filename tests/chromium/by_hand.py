"""What Chromium does with the answers of lesson 01: which site shows which response in a frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask

from helpers.exercises.arrivals import EVIL, SHOP
from helpers.exercises.by_hand import NOT_FRAMED, OWN_FRAMING
from helpers.exercises.header_shops import header_shop
from helpers.exercises.header_visits import NAMED, OWN, STATUSES
from helpers.exercises.wsgi_shop import plain_shop
from tests.chromium.clickjacking import frames_shown, frames_shown_by_http

ERRORS = [f"/error/{status}" for status in STATUSES]
FLASK_PATHS = [
    "/",
    "/account",
    "/preview",
    "/old",
    "/none",
    *ERRORS,
    "/broken",
    "/prices",
    "/blog",
    "/?embed=1",
]
ENDINGS = ("html", "css", "js", "png", "xml", "bin")
FLASK_PATHS += [*(f"/static/help.{ending}" for ending in ENDINGS), "/api/x"]
PLAIN_PATHS = ["/", "/account", "/preview", "/old", "/none", *ERRORS, "/prices", "/orders"]
PLAIN_PATHS += ["/no-orders", "/no-basket", "/written"]
OWN_PATHS = [f"/?{NAMED}", f"/none?{NAMED.lower()}", *(f"/a/page?{field}" for field in OWN)]
FRAMED_BY_THE_SHOP = {
    "/preview",
    "/a/page?x-frame-options=SAMEORIGIN",
    "/a/page?X-FRAME-OPTIONS=SAMEORIGIN",
    "/a/page?X-frame-options=SAMEORIGIN",
}
FRAMED_BY_NOBODY = {"/account", "/a/page?X-Frame-Options=DENY"}


def framing(given: Callable[[], Any], paths: list[str], answer: Any) -> dict[str, bool]:
    """The requirements about frames, and whether Chromium says they hold."""
    answer(given())  # what is played is a second app: none may count on being the only one
    app = given()
    made = answer(app)
    protected = app if isinstance(app, Flask) else made  # a Flask app is changed
    shown = frames_shown(protected, paths + OWN_PATHS, [EVIL, SHOP])
    by_http = EVIL in frames_shown_by_http(protected)
    return {
        NOT_FRAMED.text: not shown[EVIL] and not by_http,
        OWN_FRAMING.text: shown[SHOP].keys() >= FRAMED_BY_THE_SHOP
        and not shown[SHOP].keys() & FRAMED_BY_NOBODY,
    }


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {
    "01-1": partial(framing, header_shop, FLASK_PATHS),
    "01-2": partial(framing, plain_shop, PLAIN_PATHS),
}
