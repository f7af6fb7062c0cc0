"""What Chromium does with the answers of lesson 03: which site gets to show which page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page

from helpers import browser, web
from helpers.exercises.badges import badge_shop
from helpers.exercises.framed import BLOG, EVIL, LOOKALIKE, PARTNER, SHOP

OTHER_PORT = f"{PARTNER}:8443"
OWN_OTHER_PORT = f"{SHOP}:8443"
"""Nothing in the lab answers at this port: it shows what the site has at its own."""

OTHERS = (
    EVIL,
    LOOKALIKE,
    "https://other.test",
    "https://other.partner.test",
    "http://partner.test",
    OTHER_PORT,
    BLOG,
    "https://none",
    "https://self",
)
PLACES = (SHOP, PARTNER, *OTHERS)
NAMED = ("https://other.shop.test", "http://shop.test", OWN_OTHER_PORT)
"""Where else 03-2 is asked: hosts that headers there name by mistake."""


def one_partner(app: Any) -> dict[str, bool]:
    """Exercise 03-1: the requirements about frames, and whether Chromium says they hold."""
    shown = frames_shown(app, ["/", "/account", "/widget", "/no-such-page"], posted="/")
    return {
        "No page can be framed by evil.test": not shown[EVIL],
        "No other site than partner.test can frame a page": not any(map(shown.get, OTHERS)),
        "partner.test can frame /widget": shown[PARTNER].get("/widget") == 200,
    }


def six_values(fixed: dict[str, dict[str, str]]) -> dict[str, bool]:
    """Exercise 03-2: one path a letter, with the headers of the answer."""
    app = Flask("six")

    @app.get("/<letter>")
    def page(letter: str) -> tuple[str, dict[str, str]]:
        return "page", {name: on_the_wire(str(value)) for name, value in fixed[letter].items()}

    places = (*PLACES, *NAMED)
    shown = frames_shown(app, [f"/{letter}" for letter in "abcdef"], places)
    wanted = {
        "a: nobody may frame the page": set(),
        "b: only shop.test itself may": {SHOP},
        "c: nobody may frame the page": set(),
        "d: only shop.test itself may": {SHOP},
        "e: only partner.test may": {PARTNER},
        "f: nobody may frame the page": set(),
    }
    return {
        text: {place for place in places if f"/{text[0]}" in shown[place]} == embedders
        for text, embedders in wanted.items()
    }


LIKE_THEM = ("/?from=/badge/x/widget", "/x/badge/widget", "/widget-x", "/widget/")
"""Pages of 03-3 whose addresses hold the words of a badge's or of the widget's."""


def badges(protect: Any) -> dict[str, bool]:
    """Exercise 03-3: the shop as the answer changes it."""
    given = badge_shop()
    paths = ["/", "/badge/x", "/widget", "/badges", "/no-such-page", *LIKE_THEM]
    shown = frames_shown(protect(given) or given, paths, posted="/")
    but_the_partner = {path for place in (SHOP, *OTHERS) for path in shown[place]}
    anybody = {*but_the_partner, *shown[PARTNER]}
    return {
        "Nobody can frame the other pages": anybody <= {"/badge/x", "/widget"},
        "Nobody but partner.test can frame the widget": "/widget" not in but_the_partner,
        "Every site can frame a badge": all(
            shown[place].get("/badge/x") == 200 for place in (EVIL, BLOG)
        ),
        "partner.test can frame the widget": shown[PARTNER].get("/widget") == 200,
    }


def frames_shown(
    app: Any, paths: list[str], places: Sequence[str] = PLACES, posted: str = ""
) -> dict[str, dict[str, int]]:
    """For each embedding site, the paths of ``app`` that Chromium showed it, and their status.

    A form sends to ``posted`` in one more frame.
    """
    for name in {urlsplit(place).hostname or "" for place in (SHOP, *places)}:
        web.site(name, _Embedding(app if name == "shop.test" else None, paths, posted))
    return {place: _shown_at(place) for place in places}


def _shown_at(place: str) -> dict[str, int]:
    played = browser.play(_look_at_frames, place)
    assert not played.problem, played.problem
    return dict(played.facts)  # type: ignore[arg-type]


def _look_at_frames(page: Page, place: str) -> dict[str, int]:
    status: dict[str, int] = {}
    page.on("response", lambda response: status.update({response.url: response.status}))
    page.route(
        re.compile(":8443/"),
        lambda route: route.continue_(url=route.request.url.replace(":8443", "")),
    )
    page.goto(f"{place}/embedding-page{WHOLE_REFERER if place == EVIL else ''}")
    urls = [frame.url for frame in page.frames[1:] if frame.url.startswith(SHOP)]
    return {url.removeprefix(SHOP): status[url] for url in urls}


WHOLE_REFERER = f"?{PARTNER}/"
"""With it, the embedding page has the browser send all of its address as the Referer."""

POSTED = """<iframe name="posted"></iframe>
<form method="post" target="posted" action="https://shop.test{}"></form>
<script>document.forms[0].submit()</script>"""


class _Embedding:
    """A page of frames, in front of the app or of nothing."""

    def __init__(self, app: Any, paths: list[str], posted: str) -> None:
        self.app = app
        self.page = "".join(f'<iframe src="https://shop.test{path}"></iframe>' for path in paths)
        if posted:
            self.page += POSTED.format(posted)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if self.app and environ["PATH_INFO"] != "/embedding-page":
            return self.app(environ, start_response)
        referrer = "unsafe-url" if environ["QUERY_STRING"] else "strict-origin-when-cross-origin"
        start_response("200 OK", [("Content-Type", "text/html"), ("Referrer-Policy", referrer)])
        return [self.page.encode()]


def on_the_wire(value: str) -> str:
    """A header value as a server sends it: UTF-8 bytes, which WSGI carries as latin-1."""
    return value.encode().decode("latin-1")


SEEN = {"03-1": one_partner, "03-2": six_values, "03-3": badges}
