"""The two shops of lesson 04 and what is asked of them, directly and through a proxy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, redirect, request, session

from helpers.exchange import Exchange, Request, get
from helpers.exercises.arrivals import BEEN_THERE, FROM_ELSEWHERE, LOGGED_IN
from helpers.exercises.drawn import drawn

LAPTOP, STAGING = "laptop.test", "staging.test"
SHOP, WWW = "shop.test", "www.shop.test"
PROTO = "X-Forwarded-Proto"


NO_NAVIGATION = (
    {"sec_fetch_dest": "image", "accept": "image/avif,image/webp,image/*,*/*;q=0.8"},
    {
        "x_requested_with": "XMLHttpRequest",
        "origin": "https://news.test",
        "accept": "application/json",
        "sec_fetch_dest": "empty",
    },
)
"""What a browser says that loads a picture, and one whose page's script fetches."""

SAID = (*LOGGED_IN, *BEEN_THERE, *FROM_ELSEWHERE, *NO_NAVIGATION)


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
    """Pages of shop.test and www.shop.test by http and https, asked for in each way a client does.

    One with a query, one that is missing, one as ``curl -I`` asks, and one that takes no POST.
    """
    sites = [f"{scheme}://{host}" for scheme in ("https", "http") for host in (SHOP, WWW)]
    paths = ["/", _with_query(random), f"/{drawn(random)}/{drawn(random)}"]
    asked = [get(path, site) for site in sites for path in paths]
    asked += [get("/account", site, referer="https://news.test/") for site in sites]
    asked += [get("/account", site, **each) for site in sites for each in SAID]
    asked += [get("/account", f"https://{SHOP}", x_forwarded_host=WWW)]
    asked += [get("/account", f"https://{WWW}", x_forwarded_proto="http")]
    asked += [replace(get("/", site), method=method) for site in sites for method in METHODS]
    return [*asked, replace(get("/account", f"https://{WWW}"), method="POST")]


METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH")


def plain_shop(_environment: str) -> Flask:
    """The app of exercise 2: a login, a visitor's address, no difference between environments."""
    app = Flask("shop")
    app.secret_key = "for this exercise"

    @app.get("/login")
    def login() -> str:
        session["user"] = "ann"
        return "<h1>Hello Ann</h1>"

    @app.get("/account")
    def account() -> str:
        user = session.get("user", "nobody")
        return f"<h1>Account of {user}</h1> You are at {request.remote_addr}."

    return app


ENVIRONMENTS = {LAPTOP: "development", STAGING: "staging", SHOP: "production"}
"""Which app answers for which host. shop.test stands behind a proxy that ends TLS."""

DESK, TRIAL, STORE = "desk.test", "trial.test", "store.test"
OTHER_NAMES = {DESK: "development", TRIAL: "staging", STORE: "production"}
"""Of each environment another app, reached in the same way by another name."""

BEHIND_A_PROXY = (SHOP, STORE)

CLIENT = "192.0.2.44"
"""The address of a client, where no proxy stands before the app."""

FORGED = (
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Proto", "http"),
    ("X-Forwarded-Ssl", "on"),
    ("X-Forwarded-Ssl", "off"),
    ("X-Forwarded-Scheme", "https"),
    ("X-Forwarded-Protocol", "https"),
    ("X-Url-Scheme", "https"),
    ("Front-End-Https", "on"),
    ("Forwarded", "proto=https;host=evil.test"),
    ("X-Forwarded-Host", "evil.test"),
    ("X-Forwarded-Port", "443"),
    ("X-Forwarded-Port", "1234"),
    ("X-Forwarded-Prefix", "/evil"),
    ("X-Forwarded-For", "203.0.113.9"),
    ("X-Real-IP", "203.0.113.9"),
    ("CF-Visitor", '{"scheme":"https"}'),
    ("X-Forwarded-Server", "evil.test"),
    ("X-Forwarded-User", "mallory"),
    ("X-Forwarded-Uri", "/evil"),
)
"""What a client may write itself. The proxy of shop.test writes X-Forwarded-Proto, and no other."""

_OF_A_PROXY = frozenset(name for name, _ in FORGED)


def environment_requests(random: Random) -> Sequence[Request]:
    """Pages of each environment, by http and by https, as they reach the app; some with a forgery.

    The proxy of shop.test appends the scheme it was asked by to whatever the client wrote; at
    staging.test nobody stands before the app, so X-Forwarded-Proto is the client's own.
    """
    account, again = _with_query(random), "/account?again"
    asked: list[Request] = []
    for host in ENVIRONMENTS:
        for scheme in ("https", "http"):
            site = f"{scheme}://{host}"
            asked += [_reaching(get(path, site)) for path in ("/account", "/account?by=link")]
            paths = ("/login", account, again, f"/static/{drawn(random)}")
            for each in SAID:  # each its own page: what a forgery changes is compared
                asked += [_reaching(get(f"/account?{next(iter(each))}", site, **each))]
            asked += [_reaching(get(path, site)) for path in paths]
            asked += [_reaching(get(f"/{drawn(random)}/{drawn(random)}", site))]
            asked += [_reaching(replace(get(account, site), method=method)) for method in METHODS]
            asked += [_reaching(replace(get(again, site), headers=(each,))) for each in FORGED]
            asked += [_reaching(replace(get(account, site), method="POST"))]
    sites = [f"{scheme}://{host}" for host in OTHER_NAMES for scheme in ("https", "http")]
    return asked + [_reaching(get("/account", site)) for site in sites]


def _reaching(request: Request) -> Request:
    """What the app is asked when a client asks this: behind the proxy, by http."""
    scheme, _, rest = request.url.partition("://")
    if urlsplit(request.url).hostname not in BEHIND_A_PROXY:
        return replace(request, sender=CLIENT)
    others = tuple(each for each in request.headers if each[0] != PROTO)
    seen = ", ".join([*request.all(PROTO), scheme])
    return replace(request, url=f"http://{rest}", headers=(*others, (PROTO, seen)))


def asked_for(exchange: Exchange) -> str:
    """The address the browser asked for: of shop.test, what the proxy says it was."""
    url, written = exchange.request.url, exchange.request.header(PROTO)
    if urlsplit(url).hostname not in BEHIND_A_PROXY or not written:
        return url
    return url.replace("http", written.rpartition(",")[2].strip(), 1)


def forged(exchange: Exchange) -> str:
    """What the client itself wrote of a proxy's fields, as a field, or the empty string."""
    request = exchange.request
    for name, written in request.headers:
        by_proxy = name == PROTO and urlsplit(request.url).hostname in BEHIND_A_PROXY
        own = written.rpartition(",")[0] if by_proxy else written
        if own and name in _OF_A_PROXY:
            return f"{name}: {own}"
    return ""


def _with_query(random: Random) -> str:
    page = random.randrange(1000)
    return f"/account?page={page}&tag=a&tag=b&note=R%26D%2B1&back=http://other.test/"
