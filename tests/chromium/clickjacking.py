"""What Chromium does with the answers of lesson 03: which site gets to show which page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page

from helpers import browser, web
from helpers.exercises.arrivals import EVIL, SHOP
from helpers.exercises.badges import CRASHING, badge_shop
from helpers.exercises.clickjacking import OTHERS as OTHER_PATHS
from helpers.exercises.framed import (
    BLOG,
    LOOKALIKE,
    PARTNER,
    PARTNER_BY_HTTP,
    QUERY,
    SHOP_LOOKALIKE,
    SUBDOMAIN,
)
from tests.chromium.attempts import SAID_BY_VISITORS

OTHER_PORT = f"{PARTNER}:8443"
OWN_OTHER_PORT = f"{SHOP}:8443"
"""Nothing in the lab answers at this port: it shows what the site has at its own."""

OTHERS = (
    EVIL,
    LOOKALIKE,
    SHOP_LOOKALIKE,
    SUBDOMAIN,
    "https://other.test",
    "https://other.partner.test",
    PARTNER_BY_HTTP,
    OTHER_PORT,
    BLOG,
    "https://localhost",
    "https://none",
    "https://self",
)
PLACES = (SHOP, PARTNER, *OTHERS)
NAMED = ("http://shop.test", OWN_OTHER_PORT)
"""Where else 03-2 is asked: hosts that headers there name by mistake."""


PAGES = ("/account", "/widget")


def one_partner(app: Any) -> dict[str, bool]:
    """Exercise 03-1: the requirements about frames, and whether Chromium says they hold."""
    paths = [*OTHER_PATHS, *(f"{path}{query}" for path in PAGES for query in ("", QUERY))]
    shown = frames_shown(app, paths, posted=("/", "/account?posted"))
    otherwise = frames_shown_by_http(app, "/account")
    return {
        "No page can be framed by evil.test": not shown[EVIL] and EVIL not in otherwise,
        "No other site than partner.test can frame a page": not any(map(shown.get, OTHERS))
        and not otherwise,
        "partner.test can frame /widget": all(
            shown[PARTNER].get(path) == 200 for path in ("/widget", "/widget?size=2")
        ),
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


BADGE_PATHS = ("/badge/x", "/badge/Gold-9.svg", "/badge/free%20caf%C3%A9")
WIDGET_PATHS = ("/widget", "/widget?size=2", f"/widget{QUERY}")
POSTED_TO = "/widget?posted"
LIKE_THEM = (
    CRASHING,
    *("/?from=/badge/x/widget", "/x/badge/widget", "/widget-x", "/widget/", f"/x{QUERY}"),
    *("/badge", "/BADGE/x", "/WIDGET", "/static/none.css"),
)
"""Pages of 03-3 whose addresses hold the words of a badge's or of the widget's."""


def badges(protect: Any) -> dict[str, bool]:
    """Exercise 03-3: the shop as the answer changes it."""
    given = badge_shop()
    paths = [*BADGE_PATHS, *WIDGET_PATHS, "/", "/badges", "/no-such-page", *LIKE_THEM]
    app = protect(given) or given
    shown = frames_shown(app, paths, posted=("/", POSTED_TO))
    otherwise = [frames_shown_by_http(app, path) for path in ("/none", "/widget")]
    but_the_partner = {path for place in (SHOP, *OTHERS) for path in shown[place]}
    anybody = {*but_the_partner, *shown[PARTNER]}
    return {
        "Nobody can frame the other pages": not otherwise[0]
        and anybody <= {*BADGE_PATHS, *WIDGET_PATHS, POSTED_TO},
        "Nobody but partner.test can frame the widget": not otherwise[1]
        and but_the_partner.isdisjoint({*WIDGET_PATHS, POSTED_TO}),
        "Every site can frame a badge": all(
            shown[place].get(path) == 200 for place in (EVIL, BLOG) for path in BADGE_PATHS
        ),
        "partner.test can frame the widget": all(
            shown[PARTNER].get(path) == 200 for path in WIDGET_PATHS
        ),
    }


def frames_shown(
    app: Any, paths: list[str], places: Sequence[str] = PLACES, posted: Sequence[str] = ()
) -> dict[str, dict[str, int]]:
    """For each embedding site, the paths of ``app`` that Chromium showed it, and their status.

    A form sends to each of ``posted`` in a frame of its own.
    """
    for name in {urlsplit(place).hostname or "" for place in (SHOP, *places)}:
        web.site(name, _Embedding(app if name == "shop.test" else None, paths, posted))
    return {place: _shown_at(place) for place in places}


def frames_shown_by_http(app: Any, path: str = "/") -> set[str]:
    """Which of evil.test, to any visitor, and partner.test by http show it, by http or at www."""
    web.site("shop.test", app)
    web.site("www.shop.test", app)
    frame = Flask("frame")
    sites = ("http://shop.test", "https://www.shop.test")
    frames = "".join(f'<iframe src="{site}{path}"></iframe>' for site in sites)
    frame.add_url_rule("/", "f", lambda: frames)
    web.site("evil.test", frame)
    web.site("partner.test", frame)
    played = browser.play(_look_by_http)
    assert not played.problem, played.problem
    return {str(place) for place, shown in played.facts.items() if shown}


def _look_by_http(page: Page) -> dict[str, bool]:
    page.goto(f"{PARTNER_BY_HTTP}/")
    by_http, shown = _shows_the_shop(page), False
    for headers in ({}, {"User-Agent": "curl/8.5.0"}, *SAID_BY_VISITORS):
        page.set_extra_http_headers(headers)
        page.goto("http://evil.test/")
        shown |= _shows_the_shop(page)
    return {EVIL: shown, PARTNER_BY_HTTP: by_http}


def _shows_the_shop(page: Page) -> bool:
    return any("shop.test/" in each.url for each in page.frames[1:])


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
    cookie = {"name": "session", "value": "ann", "url": SHOP, "sameSite": "None", "secure": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    urls = []
    for more in ("", WHOLE_REFERER) if place == EVIL else ("",):
        page.goto(f"{place}/embedding-page{more}")
        urls += [frame.url for frame in page.frames[1:] if frame.url.startswith(SHOP)]
    return {url.removeprefix(SHOP): status[url] for url in urls}


WHOLE_REFERER = f"?{PARTNER}/"
"""With it, the embedding page has the browser send all of its address as the Referer."""

OBJECT = '<object data="https://shop.test{0}"></object><embed src="https://shop.test{0}">'
POSTED = """<iframe name="posted {0}"></iframe>
<form method="post" target="posted {0}" action="https://shop.test{0}">
<input name="size" value="1"></form>"""
SUBMITTED = "<script>for (const form of document.forms) form.submit()</script>"


class _Embedding:
    """A page of frames, in front of the app or of nothing."""

    def __init__(self, app: Any, paths: list[str], posted: Sequence[str]) -> None:
        self.app = app
        self.page = "".join(f'<iframe src="https://shop.test{path}"></iframe>' for path in paths)
        self.page += "".join(OBJECT.format(path) for path in ("/", "/widget") if path in paths)
        self.page += "".join(map(POSTED.format, posted)) + SUBMITTED

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
