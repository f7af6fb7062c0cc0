"""The three apps of lesson 06, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from urllib.parse import quote, unquote, urlsplit

from flask import Flask, Response, render_template_string, request
from flask.typing import ResponseReturnValue

from helpers.exchange import Request, get, post
from helpers.exercises.arrivals import BY_HTTP, SHOP, choosing
from helpers.exercises.drawn import drawn

JAVASCRIPT = {"Content-Type": "text/javascript"}

TEMPLATE = "Jinja's braces"

NAMES_OF_A_NONCE = (
    *("NONCE", "CSP_NONCE", "__NONCE__", "__CSP_NONCE__", "{nonce}", "%NONCE%", "{{ nonce }}"),
    *("PLACEHOLDER_NONCE", "NONCE_PLACEHOLDER", "CSP_NONCE_PLACEHOLDER"),
)
"""What a page may hold where a hook writes the nonce."""

ATTACKS = {
    "a script tag": "<script>{}()</script>",
    "an onload attribute": "<svg onload={}()></svg>",
    "a javascript: link": "<a href=javascript:{}()>more</a>",
    "a file of another site": "<script src=https://{}.test/x.js></script>",
    "a file in a data: address": "<script src=data:text/javascript,{}()></script>",
    "a quote and code behind it": "\";{}();';{}();${{}()}",
    "a tag like the page's own": "<script>showBasket({}());function showBasket(){ }</script>"
    '<script>document.querySelector("h1").textContent = {}()</script>',
    "a script tag left open": "<script>{}();var script,x;x//",
    "a tag with a word such as NONCE": "".join(
        f'<script nonce="{word}">{{}}()</script>' for word in NAMES_OF_A_NONCE
    ),
    TEMPLATE: '{{"{}"|reverse}}',
}
"""Code an attacker puts where words belong; empty braces stand for a name nobody else uses."""

AWKWARD = 'Tom\'s \\ "flat" </script> white'
"""What is in a basket, with all that ends or changes a text in JavaScript, or its script."""

GUEST = "delicious"
"""The words in the page of exercise 3 where its address holds none."""

MENU = """<title>Menu</title><h1>Menu</h1>
<p>No coffee is called {{ request.args.q | safe }}</p>
<p id="basket">Your basket: empty</p>
<button onclick="putInBasket('mocha')">Mocha</button>
<script src="/basket.js"></script>
<script nonce="{{ nonce }}">document.querySelector("h1").textContent = "Today's menu";</script>"""

BASKET = """function putInBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}"""


def menu_shop() -> Flask:
    """The app of exercise 1: one nonce for all, a file and a handler that the policy blocks."""
    app, nonce = Flask("menu"), "Y29mZmVlIHNob3A"

    @app.get("/")
    def menu() -> str:
        return render_template_string(MENU, nonce=nonce)

    @app.get("/basket.js")
    def basket() -> ResponseReturnValue:
        return BASKET, JAVASCRIPT

    @app.after_request
    def headers(response: Response) -> Response:
        sources = f"script-src 'self' 'strict-dynamic' 'nonce-{nonce}'"
        response.headers["Content-Security-Policy"] = f"{sources}; base-uri 'none'"
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


SEARCH = """<title>Coffee shop</title><link rel="stylesheet" href="/style.css">
<p>No coffee is called {{ words | safe }}</p>
<p id="basket"></p>
<script src="/app.js"></script>
<script>showBasket({{ basket | tojson }})</script>"""

SHOW = """function showBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}"""


def search_shop() -> Flask:
    """The app of exercise 2: no policy, and a script that differs from visitor to visitor."""
    app = Flask("search")

    @app.get("/")
    def search() -> str:
        words, basket = request.args.get("q", ""), request.args.get("basket", "nothing")
        return render_template_string(SEARCH, words=words, basket=basket)

    @app.errorhandler(404)
    def not_found(_error: object) -> ResponseReturnValue:
        return render_template_string(SEARCH, words=request.path, basket="nothing"), 404

    @app.get("/app.js")
    def script() -> ResponseReturnValue:
        return SHOW, JAVASCRIPT

    @app.get("/style.css")
    def style() -> ResponseReturnValue:
        return "p { color: green }", {"Content-Type": "text/css"}

    return app


CODE = f"\n{BASKET}\n"
GUESTS = f"""<title>Menu</title><h1>Menu</h1>
<button onclick="putInBasket('mocha')">Mocha</button>
<button onclick="putInBasket('latte')">Latte</button>
<p id="basket">Your basket: empty</p>
<p>A guest writes: WORDS</p>
<script>{CODE}</script>"""


def guest_page() -> Flask:
    """The app of exercise 3: a page that caches keep, and files that guests upload."""
    app = Flask("guests")

    @app.get("/")
    def menu() -> ResponseReturnValue:
        words = request.args.get("q", GUEST)
        return GUESTS.replace("WORDS", words), {"Cache-Control": "public, max-age=3600"}

    @app.get("/uploads/<name>")
    def upload(name: str) -> ResponseReturnValue:
        return f"document.title = '{name}'", JAVASCRIPT

    return app


def menu_visits(random: Random) -> Sequence[Request]:
    """The menu with plain words three times, without any, with each attack; and its file."""
    name = drawn(random)
    return [*_searches(name), get("/"), _choosing(name), _by_http(name), get("/basket.js")]


def search_visits(random: Random) -> Sequence[Request]:
    """Both kinds of page with plain words and with each attack, baskets, and the two files.

    Some wrong addresses look like those of the files.
    """
    name, basket = drawn(random), drawn(random)
    lost = [get(f"/{quote(each.replace('{}', name))}") for each in ("{}", *ATTACKS.values())]
    code = quote(ATTACKS["an onload attribute"].replace("{}", name))
    lost += [get(f"/{code}.js"), get(f"/{code}.css"), get(f"/app{name}"), get(f"/style{code}")]
    quoted = ATTACKS["a quote and code behind it"].replace("{}", name)
    baskets = [get(f"/?q={name}&basket={quote(each)}") for each in (AWKWARD, quoted)]
    files = [get("/app.js"), get("/style.css")]
    static = f"/static/{quote(name + ATTACKS['an onload attribute'].replace('{}', name))}"
    wrong = [get(static), post(f"/{name}")]
    searched = _searches(name, f"&basket={basket}")
    plain = [get("/"), _choosing(name), _by_http(name)]
    return [*searched, *plain, *baskets, *lost, *wrong, *files]


def guest_visits(random: Random) -> Sequence[Request]:
    """The page for three visitors and with each attack; the file for its code, and an upload."""
    name = drawn(random)
    asking = [
        f"/menu.js?{'&'.join(f'{each}={word}' for each in ASKED)}" for word in (name, f"%0A{name}")
    ]
    files = ("/menu.js", *asking, f"/uploads/{drawn(random)}.js")
    return [get("/"), *_searches(name), *map(get, files)]


ASKED = ("callback", "cb", "coffee", "name", "q", "v", "x")
"""What a file could look for in its query."""


def _by_http(name: str) -> Request:
    """The page, asked for in plain text."""
    return get(f"/?q={name}", BY_HTTP)


def _choosing(name: str) -> Request:
    """The page, asked for by somebody who would like to choose its nonce."""
    return choosing(name[::-1], f"/?q={name}")


def _searches(name: str, more: str = "") -> list[Request]:
    words = [name, name, *(attack.replace("{}", name) for attack in ATTACKS.values())]
    return [
        get(f"/?q={name}{more}"),
        Request(method="HEAD", url=f"{SHOP}/?q=1"),  # what random draws for it is not foretold
        *(get(f"/?q={quote(each)}{more}") for each in words),
    ]


def words_of(asked: Request) -> str:
    """What a visitor wrote, where the page repeats it."""
    parts = urlsplit(asked.url)
    if parts.query:
        return unquote(parts.query.partition("&")[0].removeprefix("q="))
    return unquote(parts.path).removeprefix("/") or GUEST


def written(asked: Request) -> str:
    """All that a visitor wrote into the address."""
    return unquote(asked.url)
