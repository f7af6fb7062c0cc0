"""The shops of lesson 14 and what is asked of them: one by two extensions, two by one, one route.

The extensions are imported where they are used: the other lessons need not wait for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from random import Random
from typing import Any

from flask import Flask, redirect, request, send_file, session
from flask.typing import ResponseReturnValue

from helpers.exchange import Request, get, post
from helpers.exercises.arrivals import FROM_ELSEWHERE
from helpers.exercises.drawn import drawn
from helpers.exercises.header_visits import OTHER_STATUSES, STATUSES
from helpers.exercises.https_shops import FORGED, METHODS, PROTO

SHOP = "https://shop.test"
PARTNER = "https://partner.test"
IMAGES = "https://images.test"
MAPS = "https://maps.test"

TALISMAN, SECURE = "talisman.test", "secure.test"
LISTED = tuple((PROTO, value) for value in ("HTTPS", "https,https", "wss"))
"""Of X-Forwarded-Proto, what some take for https besides."""

WORDS = {TALISMAN: "talisman", SECURE: "secure"}
"""Which of the two apps of exercise 1 answers for which host."""

HOME = f"""<title>Shop</title><link rel="stylesheet" href="/static/shop.css"><h1>Shop</h1>
<img src="{IMAGES}/coffee.png" alt="coffee">
<form action="/order" method="post"><button>Order</button></form>
<script src="/static/shop.js"></script>"""


def two_ways(extension: str) -> Flask:
    """The app of exercise 1: by Talisman or by secure, which do not do the same."""
    app = Flask("shop")
    app.secret_key = "for this exercise"
    app.add_url_rule("/", "home", lambda: HOME)

    @app.get("/login")
    def login() -> str:
        session["user"] = "ann"
        return "<h1>Hello Ann</h1>"

    @app.get("/account")
    def account() -> dict[str, str]:
        return {"user": session.get("user", "nobody")}

    @app.get("/broken")
    def broken() -> str:
        raise LookupError("no such coffee")

    if extension == "talisman":
        _by_talisman(app, {"default-src": "'self'", "img-src": f"'self' {IMAGES}"})
    else:
        _by_secure(app)
    return app


def _by_talisman(app: Flask, policy: Mapping[str, str]) -> None:
    from flask_talisman import Talisman  # type: ignore[import-untyped]

    Talisman(app, content_security_policy=dict(policy))


def _by_secure(app: Flask) -> None:
    from secure import Secure

    headers = Secure.with_default_headers()

    @app.after_request
    def add(response: Any) -> Any:
        headers.set_headers(response)
        return response


def two_ways_requests(random: Random) -> Sequence[Request]:
    """Each host's pages by https, and some by http, then with a header the client made up."""
    asked: list[Request] = []
    for host in WORDS:
        by_https = ["/", "/login", "/account", "/broken", f"/{drawn(random)}", "/static/shop.js"]
        query = f"from=http://a.test/{random.randrange(1000)}&tag=a%26b&tag=c"
        by_http = ["/", f"/login?{query}", "/account", "/broken", f"/{drawn(random)}"]
        by_http += ["/static/shop.css", f"/static/{drawn(random)}.js"]
        asked += [get(path, f"https://{host}") for path in by_https]
        asked += [get(f"/?q={drawn(random)}", f"https://{host}")]
        asked += [get("/account", f"https://{host}", **each) for each in FROM_ELSEWHERE]
        asked += [post(path, f"https://{host}") for path in ("/", "/order")]
        asked += [Request(method="HEAD", url=f"https://{host}/")]
        others = (("DELETE", "/order"), ("HEAD", "/"), ("OPTIONS", "/"))
        plain = [
            *(get(path, f"http://{host}") for path in by_http),
            *(post("/order", f"http://{host}"), _json(f"http://{host}/order")),
            *(Request(method=name, url=f"http://{host}{path}") for name, path in others),
        ]
        asked += [*plain, *(_saying(each, PROTO, "https") for each in plain)]
        asked += [_saying(get("/", f"http://{host}"), *field) for field in (*LISTED, *FORGED)]
    return asked


def _json(url: str) -> Request:
    """A POST with JSON in its body."""
    return Request(
        method="POST", url=url, headers=(("Content-Type", "application/json"),), body=b"{}"
    )


def _saying(request: Request, name: str, value: str) -> Request:
    return replace(request, headers=(*request.headers, (name, value)))


FIRST, SECOND, OTHER = "first.test", "second.test", "other.test"
"""Two apps of one factory with the same extension, and one with an extension of its own."""

SENT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
OTHER_SENT = {
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=()",
    "Strict-Transport-Security": "max-age=300; includeSubDomains",
}
TOLD_BEFORE = {"Referrer-Policy": "unsafe-url", "Permissions-Policy": "camera=(self)"}
"""What the two extensions are told to send; and what they are told before, in small letters."""

_STRICTER = {"X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "no-referrer"}
OWN = {"/preview": _STRICTER, "/closed": _STRICTER, "/framed": {"X-Frame-Options": ""}}
"""What views send themselves, by their paths; these with the names in small letters."""

BASKET: dict[str, str | list[str]] = {
    "Set-Cookie": ["basket=1; Secure; HttpOnly", "theme=dark; Secure; HttpOnly"],
    "Link": ["</a.css>; rel=preload; as=style", "</b.css>; rel=preload; as=style"],
    "Cache-Control": "private",
    "Vary": "Cookie",
    "Content-Language": "en",
    "ETag": '"1"',
}
"""What one view sends besides, which no extension is told of."""


class Idle:
    """The class exercise 2 starts from."""

    def update_header(self, name: str, value: str) -> None:
        """Remembers nothing."""

    def init_app(self, app: Flask) -> None:
        """Adds nothing."""


def shop_with_own_headers() -> Flask:
    """The factory of exercise 2: every kind of status, a file, a view with headers of its own."""
    app = Flask("shop")
    app.add_url_rule("/", "home", lambda: "<h1>Shop</h1>")
    app.add_url_rule("/old", "old", lambda: redirect("/"))
    app.add_url_rule("/news/", "news", lambda: "<h1>News</h1>")
    app.add_url_rule("/prices", "prices", lambda: {"coffee": 4})
    app.add_url_rule("/order", "order", lambda: "<h1>Ordered</h1>", methods=["POST"])

    @app.get("/menu")
    def menu() -> ResponseReturnValue:
        return send_file(BytesIO(b"Coffee 4"), "text/plain")

    app.add_url_rule("/basket", "basket", lambda: ("<h1>Basket</h1>", BASKET))
    app.add_url_rule("/shop.png", "image", lambda: (b"", {"Content-Type": "image/png"}))
    app.add_url_rule("/status/<int:status>", "status", lambda status: ("", status))
    for path, fields in OWN.items():
        own = {name.lower(): value for name, value in fields.items()}
        status = 403 if path == "/closed" else 200
        app.add_url_rule(path, path, lambda answer=("<h1>Own</h1>", status, own): answer)

    @app.before_request
    def members_only() -> ResponseReturnValue | None:
        return ("<h1>Log in first</h1>", 401) if request.path == "/members" else None

    @app.after_request
    def baked(response: Any) -> Any:
        response.headers["X-Cake"] = "fresh"
        return response

    @app.get("/broken")
    def broken() -> str:
        raise LookupError("no such coffee")

    return app


def protected(extension: Any) -> Mapping[str, Flask]:
    """Three apps by two extensions, as a module of a real project would set them up.

    There an extension is a global: it lives as long as the apps that it serves.
    """
    headers, other = extension(), extension()
    headers.update_header("X-Frame-Options", "SAMEORIGIN")
    headers.update_header("Referrer-Policy", "no-referrer")
    headers.update_header("referrer-policy", TOLD_BEFORE["Referrer-Policy"])
    other.update_header("permissions-policy", TOLD_BEFORE["Permissions-Policy"])
    for name, value in SENT.items():
        headers.update_header(name, value)
    for name, value in OTHER_SENT.items():
        other.update_header(name, value)
    apps = {host: shop_with_own_headers() for host in (FIRST, SECOND, OTHER)}
    headers.init_app(apps[FIRST])
    other.init_app(apps[OTHER])
    headers.init_app(apps[SECOND])
    for app in apps.values():
        app.config["KEPT_ALIVE"] = (headers, other)
    return apps


def protected_requests(random: Random) -> Sequence[Request]:
    """The same paths of each of the three apps, by every method, and one by http."""
    paths = ["/", "/preview", "/broken", f"/{drawn(random)}", "/old", "/prices", "/menu"]
    paths += ["/closed", "/members", f"/?q={drawn(random)}", "/news", "/framed", "/basket"]
    paths += ["/shop.png", *(f"/status/{each}" for each in (204, 304, *OTHER_STATUSES, *STATUSES))]
    asked: list[Request] = []
    for host in (FIRST, SECOND, OTHER):
        site = f"https://{host}"
        asked += [get(path, site) for path in (*paths, "/static/shop.js")]
        asked += [post("/order", site), post("/", site), get("/", f"http://{host}")]
        asked += [Request(method=method, url=f"{site}/") for method in METHODS]
    return asked


def map_shop() -> Flask:
    """The app of exercise 3: what two routes need is given to all."""
    app = Flask("shop")
    script = '<script src="/static/shop.js"></script>'
    pages = {
        "/": f"<h1>Shop</h1>{script}",
        "/account": f"<h1>Your account</h1>{script}",
        "/map": f'<h1>Where we are</h1><iframe src="{MAPS}/berlin"></iframe>{script}',
        "/widget": f"<p>Coffee, 4 EUR</p>{script}",
    }
    for path, page in pages.items():
        app.add_url_rule(path, path, lambda page=page: page)
    policy = {
        "default-src": "'self'",
        "frame-src": MAPS,
        "frame-ancestors": f"'self' {PARTNER}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    _by_talisman(app, policy)
    return app


def map_requests(random: Random) -> Sequence[Request]:
    """Every page of the shop, and some that are not there; some by http as well."""
    by_https = ["/", "/account", "/map", "/widget", f"/{drawn(random)}", "/", "/static/shop.js"]
    by_https += [f"/map/{drawn(random)}", f"/widget{drawn(random)}"]
    by_https += ["/map/", "/widget/", "/?map=1", "/account?view=/map", "/map?q=1", "/widget?q=1"]
    by_http = [*(get(path, "http://shop.test") for path in ("/", "/account", "/map", "/widget"))]
    by_https += ["/MAP", "/account/widget", "/account/map", "/account?widget=/widget&map=/map"]
    posts = [post(path) for path in ("/", "/map", "/widget")]
    posts += [get("/account", referer=f"{each}/") for each in (PARTNER, MAPS, SHOP + "/widget")]
    posts += [get("/account", **each) for each in FROM_ELSEWHERE]
    posts += [Request(method="HEAD", url=f"{SHOP}/")]
    return [*map(get, by_https), *posts, *by_http, post("/account", "http://shop.test")]
