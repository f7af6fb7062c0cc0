"""What Chromium does with the answers of lesson 06: which code in a page runs."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress
from html import escape
from typing import Any
from urllib.parse import quote, unquote, urljoin

from flask import Flask
from playwright.sync_api import Page, TimeoutError

from helpers import browser, web
from helpers.exchange import Response, get, probe
from helpers.exercises.nonce_shops import AWKWARD, NAMES_OF_A_NONCE
from tests.chromium.injectable import Injectable

SITE = "https://shop.test"
RAN = "document.documentElement.dataset.{} = 'ran'"
CODE = RAN.format("code")
ATTACKS = (
    f'<script>{CODE}</script><svg onload="{CODE}"></svg>'
    '<script src="https://evil.test/code.js"></script><script src="/uploads/uploaded.js"></script>'
    f'<script src="/menu.js?callback={quote(CODE)}"></script>'
    f'<script src="/menu.js?x=%0A{quote(CODE)}"></script>'
    f'<a id=attack href="javascript:void({CODE})">more</a>'
    """<b id=copy onfocus="putInBasket('mocha')"></b>"""  # the page's own code, in 06-1 and 06-3
    f'<script src="data:text/javascript,{quote(CODE)}"></script>'
    f"<script>showBasket({CODE});function showBasket() {{}}</script>"
    f'<script>document.querySelector("h1").textContent = {CODE}</script>'
    + "".join(f'<script nonce="{word}">{CODE}</script>' for word in NAMES_OF_A_NONCE)
    + f'<script nonce="{{{{ nonce or csp_nonce() }}}}">{CODE}</script>'
)
ENDS = (f'";{CODE};"', f'");{CODE}//')
"""What ends a text in the page's own code, and goes on with an attacker's."""
LEFT_OPEN = f"<script>{CODE};var script,x;x//"
"""A tag that takes the page's own script into it, up to where that one ends."""
ALMOST_FILES = ("/{}.js", "/{}.css", "/style{}", "/static/{}")
"""Wrong addresses that look like those of the files: of these only code is of interest."""
BY_HTTP = "http://shop.test/?q={}"
KEPT_BY_A_CACHE = "^(?!.*(no-store|private|no-cache))"
FOLLOW = """async () => {
  document.querySelector("#attack")?.click()
  const basket = () => document.querySelector("#basket")?.textContent
  const before = basket()
  document.querySelector("#copy")?.dispatchEvent(new Event("focus"))
  const copied = [...document.querySelectorAll(".copied")].some(each => each.onfocus)
  if (copied || basket() !== before) document.documentElement.dataset.code = "ran"
  await new Promise(ended => setTimeout(ended, 30))  // a javascript: link is a task of its own
  return Object.keys(document.documentElement.dataset)
}"""
COLOUR = "getComputedStyle(document.querySelector('p') ?? document.body).color"
BASKET = "document.querySelector('#basket')?.textContent"


def repair(app: Any) -> dict[str, bool]:
    """Exercise 06-1: the menu."""
    seen = looked(app, "/?q=plainwords", "plainwords", ["/?q={}", BY_HTTP], KEPT_BY_A_CACHE)
    heading, orders = seen["heading"], seen["baskets"] == ["Your basket: mocha"]
    return {
        "No code in the words runs": "code" not in seen["ran"],
        "A nonce that somebody has seen opens nothing": "known" not in seen["ran"],
        "Both scripts of the page run": heading == "Today's menu"
        and (seen["defines"] or orders),  # what a module imports is no global
        "The button puts a mocha into the basket": orders,
        "A <base> in the words still moves no script": "moved" not in seen["ran"],
    }


def build(app: Any) -> dict[str, bool]:
    """Exercise 06-2: the search page and the page for a wrong address."""
    places = ["/?q={}", BY_HTTP, "/{}", "/?basket={}", "/app{}", *ALMOST_FILES]
    seen = looked(app, "/?q=plainwords&basket=latte", "plainwords", places)
    later = looked(app, f"/?q=plainwords&basket={quote(AWKWARD)}", "plainwords", [])
    baskets = [each["basket at first"] for each in (seen, later)]
    shows = baskets == ["Your basket: latte", f"Your basket: {AWKWARD}"]
    return {
        "No code in the words runs": "code" not in seen["ran"],
        "A nonce that somebody has seen opens nothing": "known" not in seen["ran"],
        "A <base> in the words moves no script": "moved" not in seen["ran"],
        "The basket still shows": shows,
        "The page's scripts and its stylesheet load": seen["colour"] == "rgb(0, 128, 0)"
        and not seen["blocked"]
        and seen["shows anywhere"],
    }


def transfer(app: Any) -> dict[str, bool]:
    """Exercise 06-3: the page that caches keep."""
    seen = looked(app, "/?q=plainwords", "plainwords", ["/?q={}"])
    return {
        "No code in a guest's words runs": "code" not in seen["ran"],
        "A nonce that somebody has seen opens nothing": "known" not in seen["ran"],
        "No file that a guest uploaded runs": seen["title"] != "uploaded.js",
        "The page's own script runs": seen["defines"],
        "Both buttons still put their coffee into the basket": seen["baskets"][:2]
        == ["Your basket: mocha", "Your basket: latte"],
    }


def looked(
    app: Any, plain: str, words: str, places: list[str], lasting: str = "max-age=[1-9]"
) -> dict[str, Any]:
    """What ran where the words of ``plain`` were replaced, and where ``places`` had them asked.

    ``lasting`` is the Cache-Control of a page that a cache keeps.
    """
    for name in ("evil.test", "none"):  # the second is none without quotes
        web.site(name, _evil())
    web.site("shop.test", _Injecting(app, plain, words, lasting))
    for name in _named():
        web.site(name, _evil())
    played = browser.play(_look, plain, places)
    assert not played.problem, played.problem
    return dict(played.facts)


def _look(page: Page, plain: str, places: list[str]) -> dict[str, Any]:
    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text))
    page.goto(SITE + plain)
    seen: dict[str, Any] = {
        "heading": page.evaluate("document.querySelector('h1')?.textContent"),
        "defines": page.evaluate("typeof putInBasket === 'function'"),
        "basket at first": page.evaluate(BASKET),
        "colour": page.evaluate(
            "getComputedStyle(document.querySelector('p') ?? document.body).color"
        ),
        "baskets": [],
    }
    for button in page.query_selector_all("button"):
        page.evaluate(
            "basket => { if (basket) basket.textContent = '' }", page.query_selector("#basket")
        )
        with suppress(TimeoutError):  # a button that nobody can click
            button.click(timeout=1000)
        seen["baskets"].append(page.evaluate(BASKET))
    seen["blocked"] = [line for line in blocked if "violates" in line]
    known = "".join(f"<script nonce={nonce}>{RAN.format('known')}</script>" for nonce in _known())
    named = "".join(f"<script src=https://{name}/code.js></script>" for name in _named())
    markup = ATTACKS + _copied() + named + known + "<base href=https://evil.test/>"
    almost = {*places} & {*ALMOST_FILES, BY_HTTP}
    everything = (*ENDS, LEFT_OPEN, markup)
    attacks = [
        ("/injected?{}", markup),
        ("/injected-home?{}", markup),
        ("/injected?{}", "<base href=https://none/>"),
        *((place, text) for place in places for text in everything if place not in almost),
        *((place, ATTACKS) for place in almost),
    ]
    ran: set[str] = set()
    for place, text in attacks:
        page.goto(urljoin(SITE, place.format(quote(text))))
        ran |= set(page.evaluate(FOLLOW))
    title = page.title()
    page.goto(SITE + "/far/away")
    shows = page.evaluate(f"typeof showBasket === 'function' || !!{BASKET}")
    return {**seen, "ran": sorted(ran), "title": title, "shows anywhere": shows}


def _known() -> list[str]:
    """The nonces an attacker sees who looks at the page."""
    response = web.get(f"{SITE}/injected?")
    sent = response.headers.get("Content-Security-Policy", "") + response.text
    return [*re.findall(r"'nonce-([^']+)'", sent), *re.findall(r'nonce="([^"{(]+)"', sent), "''"]


def _copied() -> str:
    """Each script that stands in the page, in an attribute."""
    written = re.findall(r"<script[^>]*>([^<]+)</script>", web.get(f"{SITE}/injected?").text)
    return "".join(f'<b class=copied onfocus="{escape(code)}"></b>' for code in written)


def _named() -> list[str]:
    """The other sites that the page's policy names."""
    sent = web.get(f"{SITE}/injected?").headers.get("Content-Security-Policy", "")
    hosts = re.findall(r"https://([\w.*-]+)", sent)
    return [host.replace("*", "other") for host in hosts if not host.endswith("shop.test")]


class _Injecting:
    """The app, and at /injected its plain page with the query's markup in place of the words.

    At /injected-home the page at / ends with it. A page that may be kept is: as in a cache between
    the app and its visitors. And the attacker knows where random stands.
    """

    def __init__(self, app: Any, plain: str, words: str, lasting: str) -> None:
        self.app, self.plain, self.words, self.lasting = app, plain, words, lasting
        self.kept: Response | None = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if not environ["PATH_INFO"].startswith("/injected"):
            random.seed(0)
            return self.app(environ, start_response)
        markup = unquote(environ["QUERY_STRING"])
        if environ["PATH_INFO"] == "/injected-home":
            response = probe(self.app, [get("/")])[0].response
            assert response
            text = response.text + markup
            return Injectable(text, response.status, response.headers)(environ, start_response)
        response = self.kept or probe(self.app, [get(self.plain)])[0].response
        assert response
        if re.search(self.lasting, response.header("Cache-Control") or ""):
            self.kept = response
        text = response.text.replace(self.words, markup, 1)
        return Injectable(text, response.status, response.headers)(environ, start_response)


def _evil() -> Flask:
    app = Flask("evil")

    @app.get("/<name>.js")
    def script(name: str) -> Any:
        mark = "code" if name == "code" else "moved"
        return RAN.format(mark), {"Content-Type": "text/javascript"}

    return app


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {
    "06-1": repair,
    "06-2": build,
    "06-3": transfer,
}
