"""Lesson 03, clickjacking: who may show a page in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from helpers.exchange import Response, get, post
from helpers.exercises import Exercise, Judgement, Requests, Value, no_worse, still, stops
from helpers.exercises.anywhere import all_of, by_browser, no_duplicates, only, same_bodies
from helpers.exercises.arrivals import EVIL, SHOP
from helpers.exercises.badges import BADGES
from helpers.exercises.entries import headers_entry
from helpers.exercises.framed import (
    PARTNER,
    framed_by,
    framed_by_none_but,
    in_frames,
    named_besides,
    no_page_framed_by,
    sent_into_frames,
    why,
)
from helpers.exercises.of_pages import no_sandbox
from helpers.framing import may_frame
from helpers.sniffing import saved


def widget_shop() -> Flask:
    """The app of exercise 1: two pages, a widget, and a header from an old blog post."""
    app = Flask("widget_shop")

    @app.get("/")
    def home() -> str:
        return "<h1>Shop</h1>"

    @app.get("/account")
    def account() -> str:
        return "<h1>Your account</h1><button>Delete my account</button>"

    @app.get("/widget")
    def widget() -> str:
        return "<p>Coffee, 4 EUR</p><button>Put in basket</button>"

    @app.after_request
    def frame_options(response: Any) -> Any:
        response.headers["X-Frame-Options"] = f"ALLOW-FROM {PARTNER}"
        return response

    return app


OTHERS = (
    *("/", "/no-such-page", "/no-such-page/", "/account?from=home", "/widget?size=2"),
    "/static/none.css",
)
"""What is asked beside the two pages that stand for the others."""


ONE_PARTNER = Exercise(
    id="03-1",
    title="Let one partner in, and nobody else",
    answer="app",
    probe=Requests(
        [
            *map(get, OTHERS),
            *in_frames("/account", "/widget"),
            post("/"),
            *sent_into_frames("/", "/account"),
        ],
        widget_shop,
    ),
    requirements=[
        stops("No page can be framed by evil.test", no_page_framed_by(EVIL)),
        stops(
            "No other site than partner.test can frame a page", framed_by_none_but(PARTNER, SHOP)
        ),
        still("partner.test can frame /widget", only(by_browser, framed_by(PARTNER, "/widget"))),
        no_worse("Every page still answers as it did", all_of(same_bodies, no_sandbox)),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "What does the browser do with the header the app sends now? Run the seven headers "
        "under Mistakes people make, and look for ALLOW-FROM.",
        "X-Frame-Options knows nobody, or the site itself. Which of the two headers can name "
        "another site?",
        'Read "frame-ancestors names who may", under How it works.',
    ],
)


BROKEN: dict[str, dict[str, str]] = {
    "a": {"X-Frame-Options": "'DENY'"},
    "b": {"X-Frame-Options": "SAMEORGIN"},
    "c": {"Content-Security-Policy": "frame-src 'none'"},
    "d": {"Content-Security-Policy": "frame-ancestors self"},
    "e": {"Content-Security-Policy": "frame-ancestors https://*.partner.test"},
    "f": {"X-Frame-Options": "DENY", "Content-Security-Policy": "frame-ancestors *"},
}
"""The six broken answers exercise 2 starts from."""

EMBEDDERS = {"shop.test itself": SHOP, "partner.test": PARTNER, "evil.test": EVIL}


def framed_only_by(letter: str, *wanted: str) -> Judgement:
    """With the headers the answer gives for ``letter``, exactly these may frame the page."""

    def judge_one(headers: Mapping[str, str]) -> str | None:
        response = Response(headers=tuple(headers.items()))
        allowed = [EMBEDDERS[name] for name in wanted]
        named = {origin: origin for origin in named_besides(allowed, response)}
        if wanted and saved(response):
            return f"Expected a browser to show the page in a frame of {wanted[0]}; it saves it."
        for name, embedder in {**EMBEDDERS, **named}.items():
            framing = may_frame(response, SHOP + "/", embedder + "/")
            if bool(framing) is not (name in wanted):
                should, does = ("show", "refuses") if name in wanted else ("refuse", "shows it")
                return (
                    f"Expected a browser to {should} the page in a frame of {name}; "
                    f"it {does}, because {why(framing, response)}"
                )
        return None

    return headers_entry("fixed", letter, judge_one)


SIX_VALUES = Exercise(
    id="03-2",
    title="Headers for six wishes",
    answer="fixed",
    probe=Value(given=BROKEN),
    requirements=[
        stops("a: nobody may frame the page", framed_only_by("a")),
        stops("b: only shop.test itself may", framed_only_by("b", "shop.test itself")),
        stops("c: nobody may frame the page", framed_only_by("c")),
        stops("d: only shop.test itself may", framed_only_by("d", "shop.test itself")),
        stops("e: only partner.test may", framed_only_by("e", "partner.test")),
        stops("f: nobody may frame the page", framed_only_by("f")),
    ],
    hints=[
        "a and b have a spelling that no browser knows. c has a directive that says whom the page "
        "may frame; which one says who may frame the page?",
        "For d and e read the last two rows of the table under Mistakes people make.",
        'For f read "Which header counts?", under How it works.',
    ],
)


EXERCISES = (ONE_PARTNER, SIX_VALUES, BADGES)
