"""The two shops of lesson 04 and what is asked of them, directly and through a proxy."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, redirect, request, session

from helpers.exchange import Exchange, Request, get

LAPTOP, STAGING = "laptop.test", "staging.test"
SHOP, WWW = "shop.test", "www.shop.test"


def broken_shop() -> Flask:
    """The app of exercise 1: all ways lead to https://www.shop.test, and one hook fails."""
    app = Flask("shop")

    @app.before_request
    def lead() -> Any:
        if not request.is_secure:
            return redirect(request.url.replace("http://", "https://", 1), 301)
        if request.host == "shop.test":
            return redirect(request.url.replace("shop.test", "www.shop.test", 1), 301)
        return None

    app.add_url_rule("/", "home", lambda: "<h1>Shop</h1>")
    app.add_url_rule("/account", "account", lambda: "<h1>Your account</h1>")

    @app.after_request
    def strict(response: Any) -> Any:
        if response.status_code == 200:
            response.headers["Strict-Transport-Security"] = "max-age: 31536000, includeSubDomains"
        return response

    return app


def shop_requests(random: Random) -> Sequence[Request]:
    """Three paths of shop.test and www.shop.test, by http and by https."""
    sites = [f"{scheme}://{host}" for scheme in ("https", "http") for host in (SHOP, WWW)]
    paths = ["/", "/account", _some_path(random)]
    return [get(path, site) for site in sites for path in paths]


def plain_shop(_environment: str) -> Flask:
    """The app of exercise 2: a login, and no difference between environments."""
    app = Flask("shop")
    app.secret_key = "for this exercise"

    @app.get("/login")
    def login() -> str:
        session["user"] = "ann"
        return "<h1>Hello Ann</h1>"

    @app.get("/account")
    def account() -> str:
        return f"<h1>Account of {session.get('user', 'nobody')}</h1>"

    return app


ENVIRONMENTS = {LAPTOP: "development", STAGING: "staging", SHOP: "production"}
"""Which app answers for which host. shop.test stands behind a proxy that ends TLS."""


def environment_requests(random: Random) -> Sequence[Request]:
    """Three paths of each environment, by http and by https, as they reach the app.

    The proxy of shop.test appends the scheme it was asked by to whatever the client wrote; at
    staging.test nobody stands before the app, so X-Forwarded-Proto is the client's own.
    """
    paths = ["/login", "/account", _some_path(random)]
    ways = [(f"http://{LAPTOP}", ""), (f"https://{LAPTOP}", "")]
    ways += [(f"https://{STAGING}", ""), (f"http://{STAGING}", ""), (f"http://{STAGING}", "https")]
    ways += [(f"http://{SHOP}", written) for written in ("https", "http", "https, http")]
    fields = {written: {"x_forwarded_proto": written} if written else {} for _, written in ways}
    return [get(path, site, **fields[written]) for site, written in ways for path in paths]


def asked_for(exchange: Exchange) -> str:
    """The address the browser asked for: of shop.test, what the proxy says it was."""
    url, written = exchange.request.url, exchange.request.header("X-Forwarded-Proto")
    if urlsplit(url).hostname != SHOP or not written:
        return url
    return url.replace("http", written.rpartition(",")[2].strip(), 1)


def forged(exchange: Exchange) -> str:
    """What the client itself wrote in X-Forwarded-Proto, or the empty string."""
    written = exchange.request.header("X-Forwarded-Proto") or ""
    return written if asked_for(exchange).partition(":")[0] != written else ""


def _some_path(random: Random) -> str:
    return "/" + "".join(random.choices("abcdefghijklmnop", k=8))
