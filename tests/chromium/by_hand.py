"""What Chromium does with the answers of lesson 01: which site shows which response in a frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from helpers.exercises.by_hand import NOT_FRAMED, OWN_FRAMING
from helpers.exercises.framed import EVIL, SHOP
from helpers.exercises.header_shops import header_shop, plain_shop
from tests.chromium.clickjacking import frames_shown

FLASK_PATHS = ["/", "/account", "/preview", "/old", "/none", "/error/405", "/error/410", "/broken"]
FLASK_PATHS += ["/static/help.html", "/static/help.css"]
PLAIN_PATHS = ["/", "/account", "/preview", "/old", "/none", "/orders", "/no-orders", "/written"]


def framing(given: Callable[[], Any], paths: list[str], answer: Any) -> dict[str, bool]:
    """The requirements about frames, and whether Chromium says they hold."""
    app = given()
    shown = frames_shown(answer(app) or app, paths, [EVIL, SHOP])
    return {
        NOT_FRAMED.text: not shown[EVIL],
        OWN_FRAMING.text: "/account" not in shown[SHOP] and "/preview" in shown[SHOP],
    }


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {
    "01-1": partial(framing, header_shop, FLASK_PATHS),
    "01-2": partial(framing, plain_shop, PLAIN_PATHS),
}
