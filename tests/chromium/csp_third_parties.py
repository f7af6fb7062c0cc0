"""What Chromium does with the answers of lesson 09: which files run, and what reaches which site.

A request that a policy refuses reaches no server, so the lab's log says what was allowed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response
from playwright.sync_api import Page

from helpers import browser, services, web
from helpers.exercises.csp_third_parties import (
    ELSEWHERE,
    FORBIDDEN,
    FOREIGN_SCRIPTS,
    INLINE_STYLES,
    UNUSED,
)
from helpers.exercises.loading import Asked
from helpers.exercises.third_party_sites import (
    ON_CDN,
    PAGE,
    RELEASED,
    SCRIPTS_ELSEWHERE,
    TAMPERED,
    injection,
)
from tests.chromium.attempts import asked_for, attempted, submits, words

REGION = "region4"
COLLECT = services.COLLECT.format(region=REGION)
STATES = {"today": ON_CDN, "tampered": TAMPERED, "released": RELEASED}
NAMES = {"a": "Chart", "b": "dayjs", "c": "Alpine", "d": "htmx"}
"""The variable by which each library of 09-1 says that it runs."""


LISTEN = """window.stolen = []; window.steal = mark => stolen.push(mark)
window.refused = []
document.addEventListener("securitypolicyviolation", seen => seen.disposition === "enforce" &&
    refused.push(`${seen.effectiveDirective} ${seen.blockedURI}`))"""

LOOK = """async () => (await document.fonts.ready, {
    font: [...document.fonts].some(font => font.status === "loaded"),
    script: document.querySelector("h1").textContent.endsWith("4 EUR"),
    style: getComputedStyle(document.body).fontFamily.startsWith("Lab"),
    icon: !refused.some(each => each.startsWith("img-src data")),
    nonce: document.querySelector("script[nonce]")?.nonce ?? "none",
})"""


class _Cdn:
    """cdn.jsdelivr.net; whoever broke into it, or released something, says so in ``state``."""

    def __init__(self) -> None:
        self.state = "today"
        self.app = Flask("cdn")
        self.app.add_url_rule("/<path:path>", view_func=self._file, endpoint="file")

    def _file(self, path: str) -> Response:
        body = STATES[self.state].get(f"https://cdn.jsdelivr.net/{path}", b"")
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
        return Response(body, mimetype="text/javascript", headers=headers)


def four_tags(tags: Any) -> dict[str, bool]:
    """Exercise 09-1: the tags in a page, with three states of the CDN."""
    cdn, app = _Cdn(), Flask("shop")
    given = [tags.get(letter) if isinstance(tags, dict) else "" for letter in NAMES]

    @app.get("/<state>")
    def page(state: str) -> str:
        cdn.state = state
        return "<!doctype html>" + "".join(tag for tag in given if isinstance(tag, str))

    web.site("cdn.jsdelivr.net", cdn.app)
    web.site("shop.test", app)

    def story(page: Page) -> dict[str, list[Any]]:
        seen: dict[str, list[Any]] = {}
        for state in STATES:
            page.goto(f"{PAGE}{state}")
            seen[state] = page.evaluate(
                "names => names.map(each => window[each])", [*NAMES.values()]
            )
        return seen

    played = browser.play(story)
    assert not played.problem, played.problem
    runs = dict(zip(NAMES, zip(*played.facts.values(), strict=True), strict=True))
    texts = {letter: f"{letter}: the file runs, and a changed one does not" for letter in "abc"}
    texts["d"] = "d: the same, and still after the next release of htmx"
    return {texts[letter]: runs[letter] == (True, None, True) for letter in NAMES}


def a_checkout(app: Any) -> dict[str, bool]:
    """Exercise 09-2: the page, an attack in its coupon, and what its policies refuse."""
    services.online(REGION)
    _others_online([*ELSEWHERE, *UNUSED])
    web.site("shop.test", _Open(app))
    return _facts(browser.play(_see_checkout))


def _see_checkout(page: Page) -> dict[str, bool]:
    page.add_init_script(LISTEN)
    arrived = asked_for(partial(_open_fully, page))
    shop = page.evaluate(LOOK)
    again = f"<script nonce='{shop['nonce']}'>steal('again')</script>"
    stolen, _ = _attacked(page, f"{PAGE}?coupon={quote(_attack([]) + again)}")
    asked: set[str] = set()
    for url in (f"{PAGE}?attacked", f"{PAGE}missing?attacked"):
        ran, scripts = _attacked(page, url)
        stolen |= ran
        asked |= scripts | attempted(page, [*ELSEWHERE, *UNUSED])
    page.goto(PAGE)
    shop["form"] = submits(page, f"{PAGE}pay")
    return {
        "No injected script runs": not stolen,
        "Nothing comes from, or goes to, any other site": not asked & words(ELSEWHERE),
        "Nothing is allowed that nobody here uses": not asked & words(UNUSED),
        "Analytics counts the visit, whatever the region": COLLECT in arrived,
        "The font shows": shop["font"],
        "The payment frames show": {services.CARD_FRAME, services.BANK_FRAME} <= arrived,
        "The captcha shows": services.CAPTCHA_FRAME in arrived,
        "The shop's own script, style, icon and form work": all(
            shop[own] for own in ("script", "style", "icon", "form")
        ),
    }


def a_route(app: Any) -> dict[str, bool]:
    """Exercise 09-3: the pages, with a CDN that is broken into, and with attacks put into them."""
    _others_online(FORBIDDEN)
    cdn = _Cdn()
    web.site("cdn.jsdelivr.net", cdn.app)
    web.site("shop.test", _Open(app))
    return _facts(browser.play(_see_docs, cdn))


def _see_docs(page: Page, cdn: _Cdn) -> dict[str, bool]:
    page.add_init_script(LISTEN)
    home = _shows(page, PAGE, "!!window.Chart && document.body.innerText.includes('4 EUR')")
    nonce = page.evaluate("document.querySelector('script[nonce]')?.nonce ?? 'none'")
    margin = "getComputedStyle(document.querySelector('#swagger-ui')).marginTop === '16px'"
    docs = _shows(page, f"{PAGE}docs", f"!!window.documented && {margin}")
    cdn.state = "tampered"
    note = quote(_attack([]) + f"<script nonce='{nonce}'>steal('again')</script>")
    stolen, _ = _attacked(page, f"{PAGE}docs/notes?note={note}")
    asked = attempted(page, [*FORBIDDEN, *INLINE_STYLES])
    missing, _ = _attacked(page, f"{PAGE}missing?attacked")
    asked |= attempted(page, [*FORBIDDEN, *INLINE_STYLES])
    _, in_docs = _attacked(page, f"{PAGE}docs?attacked")
    asked |= attempted(page, FORBIDDEN)
    on_home, _ = _attacked(page, f"{PAGE}?attacked")
    tampered = page.evaluate("window.Chart === 'tampered'")
    asked |= attempted(page, [*FORBIDDEN, *INLINE_STYLES])
    page.goto("https://evil.test/frames")
    framed = any(frame.url.startswith(PAGE) for frame in page.frames[1:])
    return {
        "A changed file of the CDN does not run": not tampered,
        "No injected script or style works, /docs left out": not (
            stolen or missing or on_home or asked & words(INLINE_STYLES)
        ),
        "/docs runs no script of another site": not in_docs & words(FOREIGN_SCRIPTS),
        "The prices show": home,
        "The docs show": docs,
        "What the policy forbade stays forbidden": not framed and not asked & words(FORBIDDEN),
    }


def _shows(page: Page, url: str, what: str) -> bool:
    response = page.goto(url)
    return bool(response and response.status == 200 and page.evaluate(what))


def _open_fully(page: Page) -> None:
    """Open the page; it counts as loaded before the visit is counted."""
    begun = time.monotonic()
    page.goto(PAGE)
    if not any("/g/collect" in asked.url for asked in web.log(since=begun)):
        page.wait_for_load_state("networkidle")


def _attack(asked: Iterable[Asked]) -> str:
    scripts = (f'<script src="{url}"></script>' for kind, url in asked if kind == "script")
    return injection("attack") + "".join(scripts)


def _attacked(page: Page, url: str) -> tuple[bool, set[str]]:
    """Whether an attack runs in the page, and which scripts it asked for."""
    arrived = asked_for(partial(page.goto, url))
    ran = bool(page.evaluate("stolen")) or not arrived.isdisjoint(SCRIPTS_ELSEWHERE)
    return ran, {f"script {each}" for each in arrived}


def _others_online(asked: Iterable[Asked]) -> None:
    """Every site of an address here that no service answers for: it says nothing."""
    theirs = {urlsplit(url).hostname for url in services.FILES}
    urls = [*SCRIPTS_ELSEWHERE, *(url for _, url in asked if url)]
    frames = "".join(f'<iframe src="{PAGE}{path}"></iframe>' for path in ("", "docs", "missing"))
    empty = Flask("empty")
    empty.add_url_rule("/frames", view_func=lambda: frames, endpoint="frames")
    empty.add_url_rule(
        "/<path:path>", view_func=lambda path: "", endpoint="x", methods=["GET", "POST"]
    )
    for host in {urlsplit(url).hostname or "" for url in urls} - theirs:
        web.site(host, empty)


class _Open:
    """An app that escapes nothing: asked with ?attacked, its pages end with an attack."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: Any, start_response: Any) -> Any:
        begun: list[Any] = []
        body = b"".join(self.app(environ, lambda *given: begun.append(given)))
        status, headers, *_ = begun[-1]
        if "attacked" in environ["QUERY_STRING"]:
            body += _attack([*ELSEWHERE, *UNUSED]).encode()
        headers = [each for each in headers if each[0].lower() != "content-length"]
        start_response(status, headers)
        return [body]


def _facts(played: browser.Played) -> dict[str, bool]:
    assert not played.problem, played.problem
    return dict(played.facts)  # type: ignore[arg-type]


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {
    "09-1": four_tags,
    "09-2": a_checkout,
    "09-3": a_route,
}
