"""What Chromium does with the answers of lesson 04: which names it asks by https, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request
from playwright.sync_api import Page

from helpers import browser, web
from helpers.hsts import NAME

Schemes = tuple[str, str]
"""How Chromium asks for http://NAME/ and for http://www.NAME/: "http" or "https"."""


def schemes_after(values: Iterable[str]) -> dict[str, Schemes]:
    """For each value of Strict-Transport-Security, how Chromium asks once it has seen it."""
    names = {f"value{number}.test": value for number, value in enumerate(values)}
    app = Flask("values")

    @app.get("/")
    def scheme() -> Response:
        response = Response(request.scheme, headers={"Access-Control-Allow-Origin": "*"})
        if request.is_secure and request.host in names:
            response.headers[NAME] = names[request.host]
        return response

    for name in ["asking.test", *names, *(f"www.{name}" for name in names)]:
        web.site(name, app)
    played = browser.play(_ask_all, list(names))
    assert not played.problem, played.problem
    return {names[name]: seen for name, seen in played.facts.items()}  # type: ignore[misc]


def _ask_all(page: Page, names: list[str]) -> dict[str, Schemes]:
    page.goto("http://asking.test/")
    fetch_all = "urls => Promise.all(urls.map(url => fetch(url).then(got => got.text())))"
    page.evaluate(fetch_all, [f"https://{name}/" for name in names])
    own = page.evaluate(fetch_all, [f"http://{name}/" for name in names])
    below = page.evaluate(fetch_all, [f"http://www.{name}/" for name in names])
    return dict(zip(names, zip(own, below, strict=True), strict=True))


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {}
