"""What Chromium does with the answers of lesson 03: which site gets to show which page."""

from __future__ import annotations

from typing import Any

from flask import Flask
from playwright.sync_api import Page

from helpers import browser, web
from helpers.exercises.clickjacking import SHOP, badge_shop

PLACES = ("shop.test", "partner.test", "evil.test", "partner.test.evil.test")


def one_partner(app: Any) -> dict[str, bool]:
    """Exercise 03-1: the requirements about frames, and whether Chromium says they hold."""
    shown = frames_shown(app, ["/", "/account", "/widget", "/no-such-page"])
    return {
        "No page can be framed by evil.test": not shown["evil.test"],
        "No page can be framed by a name that looks alike": not shown["partner.test.evil.test"],
        "partner.test can frame /widget": shown["partner.test"].get("/widget") == 200,
    }


def six_values(fixed: dict[str, dict[str, str]]) -> dict[str, bool]:
    """Exercise 03-2: one path a letter, with the headers of the answer."""
    app = Flask("six")

    @app.get("/<letter>")
    def page(letter: str) -> tuple[str, dict[str, str]]:
        return "page", {name: on_the_wire(value) for name, value in fixed[letter].items()}

    shown = frames_shown(app, [f"/{letter}" for letter in "abcdef"])
    wanted = {
        "a: nobody may frame the page": set(),
        "b: only shop.test itself may": {"shop.test"},
        "c: nobody may frame the page": set(),
        "d: only shop.test itself may": {"shop.test"},
        "e: only partner.test may": {"partner.test"},
        "f: nobody may frame the page": set(),
    }
    return {
        text: {place for place in PLACES if f"/{text[0]}" in shown[place]} == places
        for text, places in wanted.items()
    }


def badges(protect: Any) -> dict[str, bool]:
    """Exercise 03-3: the shop as the answer changes it."""
    given = badge_shop()
    paths = ["/", "/badge/x", "/widget", "/badges", "/no-such-page"]
    shown = frames_shown(protect(given) or given, paths)
    anybody = {*shown["evil.test"], *shown["partner.test"], *shown["shop.test"]}
    others = {*shown["evil.test"], *shown["partner.test.evil.test"]}
    return {
        "Nobody can frame the other pages": anybody <= {"/badge/x", "/widget"},
        "No other site than partner.test can frame the widget": "/widget" not in others,
        "Every site can frame a badge": shown["evil.test"].get("/badge/x") == 200,
        "partner.test can frame the widget": shown["partner.test"].get("/widget") == 200,
    }


def frames_shown(app: Any, paths: list[str]) -> dict[str, dict[str, int]]:
    """For each embedding site, the paths of ``app`` that Chromium showed it, and their status."""
    online = {place: _Embedding(app if place == "shop.test" else None, paths) for place in PLACES}
    for place, site in online.items():
        web.site(place, site)
    played = browser.play(_look_at_frames)
    assert not played.problem, played.problem
    return dict(played.facts)  # type: ignore[arg-type]


def _look_at_frames(page: Page) -> dict[str, dict[str, int]]:
    status: dict[str, int] = {}
    page.on("response", lambda response: status.update({response.url: response.status}))
    shown: dict[str, dict[str, int]] = {}
    for place in PLACES:
        page.goto(f"https://{place}/embedding-page")
        urls = [frame.url for frame in page.frames[1:] if frame.url.startswith(SHOP)]
        shown[place] = {url.removeprefix(SHOP): status[url] for url in urls}
    return shown


class _Embedding:
    """A page of frames, in front of the app or of nothing."""

    def __init__(self, app: Any, paths: list[str]) -> None:
        self.app = app
        self.page = "".join(f'<iframe src="https://shop.test{path}"></iframe>' for path in paths)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if self.app and environ["PATH_INFO"] != "/embedding-page":
            return self.app(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/html")])
        return [self.page.encode()]


def on_the_wire(value: str) -> str:
    """A header value as a server sends it: UTF-8 bytes, which WSGI carries as latin-1."""
    return value.encode().decode("latin-1")


SEEN = {"03-1": one_partner, "03-2": six_values, "03-3": badges}
