"""What Chromium does with the answers of lesson 09: which files run, and what reaches which site.

A request that a policy refuses reaches no server, so the lab's log says what was allowed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urlsplit

from flask import Flask, Response
from playwright.sync_api import Page

from helpers import browser, services, web
from helpers.csp import Policy
from helpers.exercises.arrivals import EVIL, OTHER_SITES
from helpers.exercises.csp_third_parties import BEFORE, OF_CHECKOUT, OF_DOCS, STYLED
from helpers.exercises.loading import NEXT_RELEASE
from helpers.exercises.named_sites import attempts
from helpers.exercises.third_party_sites import (
    ALMOST_DOCS,
    BROKEN,
    COUPONS,
    LIKE_DOCS,
    NOTES,
    ON_CDN,
    PAGE,
    RELEASED,
    SCRIPTS_ELSEWHERE,
    SHOP,
    TAMPERED,
    injection,
    said_to_be_docs,
)
from tests.chromium.attempts import (
    SAID_BY_VISITORS,
    asked_for,
    attempted,
    followed,
    posted,
    submits,
)
from tests.chromium.injectable import Injectable

NEEDLESS = "Nothing is let in that nothing here needs"
REGION = "region4"
COLLECT = services.COLLECT.format(region=REGION)
STATES = {"today": ON_CDN, "tampered": TAMPERED, "released": RELEASED}
NAMES = {"a": "Chart", "b": "dayjs", "c": "Alpine", "d": "htmx"}
"""The variable by which each library of 09-1 says that it runs."""

RELEASES = {
    url: (kind, text + NEXT_RELEASE)
    for url, (kind, text) in services.FILES.items()
    if kind == "text/javascript"
}
"""The services' scripts as they are one day: who holds one to its hash of today gets none."""

LISTEN = """window.stolen = []; window.steal = mark => stolen.push(mark)
window.refused = []
document.addEventListener("securitypolicyviolation", seen => seen.disposition === "enforce" &&
    refused.push(`${seen.effectiveDirective} ${seen.blockedURI}`))"""

LOOK = """async () => (await document.fonts.ready, {
    font: [...document.fonts].some(font => font.status === "loaded"),
    script: !!document.querySelector("h1")?.textContent.endsWith("4 EUR"),
    style: getComputedStyle(document.body).fontFamily.startsWith("Lab"),
    icon: !refused.some(each => each.startsWith("img-src data")) &&
        [...document.querySelectorAll('form[action="/pay"] button')].some(each =>
            getComputedStyle(each).backgroundImage.startsWith('url("data:image')),
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


def _open_shop(shop: _Open) -> None:
    for site in (SHOP, *OTHER_SITES):
        web.site(str(urlsplit(site).hostname), shop)


def a_checkout(app: Any) -> dict[str, bool]:
    """Exercise 09-2: the page, an attack in its coupon, and what its policies let in."""
    services.online(REGION)
    _put_online(*SCRIPTS_ELSEWHERE, "https://cdn.jsdelivr.net")
    _open_shop(_Open(app, lambda path: (OF_CHECKOUT,)))
    with patch.dict(services.FILES, RELEASES):
        seen = _facts(browser.play(_see_checkout))
    of_visitors = _facts(browser.play(_attack_visitors, "?attacked"))
    if of_visitors["ran"] and seen["No injected script runs"]:  # they get no policy
        seen |= dict.fromkeys(("No injected script runs", NEEDLESS), False)
    return seen


def _see_checkout(page: Page) -> dict[str, bool]:
    page.add_init_script(LISTEN)
    arrived = asked_for(partial(_open_fully, page))
    shop = page.evaluate(LOOK)
    again = f"<script nonce='{shop['nonce']}'>steal('again')</script>"
    chosen = quote("<script nonce=chosen>steal('chosen')</script>")
    names = "&".join(f"{name}=chosen" for name in ("nonce", "n", "csp_nonce"))
    coupons = (f"{names}&coupon={chosen}", f"coupon={quote(injection('attack') + again)}")
    urls = [f"{PAGE}?{query}" for query in (*coupons, "attacked")]
    cookie = {"name": "nonce", "value": "chosen", "url": PAGE}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    seen = [_attacked(page, url, OF_CHECKOUT) for url in (*urls, f"{PAGE}missing?attacked")]
    seen.append(_attacked(page, f"{PAGE}missing?attacked", OF_CHECKOUT, go=posted))
    seen.append(_attacked(page, f"{PAGE}shop.css?attacked", OF_CHECKOUT, go=posted))  # 405
    seen.append(_attacked(page, f"{PAGE}missing.html?attacked", OF_CHECKOUT))
    seen += [_attacked(page, f"{site}/?attacked", OF_CHECKOUT) for site in OTHER_SITES]
    seen += [_attacked(page, f"{PAGE}?{coupon}&attacked") for coupon in COUPONS]
    by_the_policy = seen[len(coupons) :]  # there the app has nothing to say to what is injected
    page.goto(PAGE)
    shop["form"] = submits(page, f"{PAGE}pay")
    return {
        "No injected script runs": not any(each.ran for each in seen),
        NEEDLESS: not any(any(each.let_in) for each in seen)
        and not any(each.stole for each in by_the_policy),
        "Analytics counts the visit, whatever the region": COLLECT in arrived,
        "The font shows": shop["font"],
        "The payment frames show": {services.CARD_FRAME, services.BANK_FRAME} <= arrived,
        "The captcha shows": services.CAPTCHA_FRAME in arrived,
        "The shop's own script, style, icon and form work": all(
            shop[own] for own in ("script", "style", "icon", "form")
        ),
    }


def a_route(app: Any) -> dict[str, bool]:
    """Exercise 09-3: the pages, with a CDN that is broken into, and with attacks put into them.

    In parts, since a story has ten seconds.
    """
    _put_online(*SCRIPTS_ELSEWHERE)
    cdn = _Cdn()
    web.site("cdn.jsdelivr.net", cdn.app)
    _open_shop(_Open(app, _widest_of_docs))
    seen = _facts(browser.play(_use_docs))
    cdn.state = "tampered"
    note = f"docs/notes?note={quote(injection('attack'))}"
    ran = _facts(browser.play(_attack_visitors, note))["ran"]
    parts = [seen, *(_facts(browser.play(each)) for each in (_attack_pages, _attack_notes))]
    parts.append({"No injected script or style works, /docs left out": not ran})
    return {row: all(part.get(row, True) for part in parts) for part in parts for row in part}


def _widest_of_docs(path: str) -> tuple[Policy, ...]:
    return (OF_DOCS if path == "/docs" else STYLED, BEFORE)


def _use_docs(page: Page) -> dict[str, bool]:
    page.add_init_script(LISTEN)
    prices = "!!window.Chart && document.body.innerText.includes('4 EUR')"
    margin = "getComputedStyle(document.querySelector('#swagger-ui')).marginTop === '16px'"
    docs = [*(f"{site}/docs" for site in OTHER_SITES), f"{PAGE}docs", f"{PAGE}docs?x=1"]
    found = {
        "The prices show": all(_shows(page, f"{site}/", prices) for site in (SHOP, *OTHER_SITES)),
        "The docs show": all(_shows(page, url, f"!!window.documented && {margin}") for url in docs),
    }
    injected = [f"{site}/docs?attacked" for site in (SHOP, *OTHER_SITES)]
    in_docs = [_attacked(page, url, OF_DOCS) for url in injected]
    beyond = _attacked(page, f"{PAGE}docs", BEFORE)
    page.goto("https://evil.test/frames")
    framed = any(frame.url.startswith(PAGE) for frame in page.frames[1:])
    own = [_lets_in_its_own(page, path) for path in ("", "docs", "missing")]
    return found | {
        "/docs runs no script of another site": not any(any(each.let_in) for each in in_docs),
        "What the policy forbade stays forbidden": not (framed or any(own) or beyond.let_in[-1]),
    }


PUT_IN = """([name, attributes]) => new Promise(done => {
    document.head.append(Object.assign(document.createElement(name), attributes, {onload: done}))
    if (name === "base") done()
})"""


def _lets_in_its_own(page: Page, path: str) -> bool:
    """Whether the page obeys a <base> of its own site, or is shown in a frame of it."""
    page.goto(PAGE + path)
    page.evaluate(PUT_IN, ["iframe", {"src": f"/{path}"}])
    page.evaluate(PUT_IN, ["base", {"href": "/uploads/"}])
    based = str(page.evaluate("document.baseURI")).endswith("/uploads/")
    return based or any(frame.url.startswith(PAGE) for frame in page.frames[1:])


def _attack_visitors(page: Page, path: str) -> dict[str, bool]:
    """Whether injected code runs where somebody is logged in, or has been there before."""
    page.add_init_script(LISTEN)
    ran = []
    for headers in SAID_BY_VISITORS:
        page.set_extra_http_headers(headers)
        ran.append(_attacked(page, f"{PAGE}{path}").ran)
    page.set_extra_http_headers({})
    page.context.add_cookies([{"name": "session", "value": "ann", "url": PAGE}])
    ran.append(_attacked(page, f"{PAGE}{path}").ran)
    return {"ran": any(ran)}


def _found(seen: list[_Attacked]) -> dict[str, bool]:
    """What attacks on pages other than /docs say, the first policy given being what they need."""
    return {
        "A changed file of the CDN does not run": not any(each.tampered for each in seen),
        "No injected script or style works, /docs left out": not any(
            each.ran or any(each.let_in[:1]) for each in seen
        ),
        "What the policy forbade stays forbidden": not any(any(each.let_in[-1:]) for each in seen),
    }


def _attack_pages(page: Page) -> dict[str, bool]:
    """What injected code does on the shop's page, and on pages that are not there."""
    page.add_init_script(LISTEN)
    almost = [path.removeprefix("/") for path in (*ALMOST_DOCS, BROKEN)]
    missing = ("missing", "docsx", "docs/missing", *almost, "missing/docs", "")
    asked = [*(f"{path}?attacked" for path in missing), "missing?attacked&at=/docs"]
    return _found([_attacked(page, PAGE + each, STYLED, BEFORE) for each in asked])


def _attack_notes(page: Page) -> dict[str, bool]:
    """What injected code does in notes, and what in notes led to by the shop."""
    page.add_init_script(LISTEN)
    page.goto(PAGE)
    nonce = page.evaluate("document.querySelector('script[nonce]')?.nonce ?? 'none'")
    attack = injection("attack") + f"<script nonce='{nonce}'>steal('again')</script>"
    notes = f"docs/notes?note={quote(attack)}"
    alike = [address.removeprefix("/") for address in said_to_be_docs(attack)]
    alike += [f"docs/notes?note={quote(LIKE_DOCS + attack)}"]
    seen = [_attacked(page, PAGE + path, STYLED, BEFORE) for path in (notes, *alike)]
    seen += [_attacked(page, f"{site}/{notes}", BEFORE) for site in OTHER_SITES]
    page.set_extra_http_headers({"Referer": f"{EVIL}/docs"})
    seen.append(_attacked(page, PAGE + notes, STYLED, BEFORE))
    page.set_extra_http_headers({"Referer": f"{SHOP}/docs"})
    seen.append(_attacked(page, PAGE + notes))
    page.set_extra_http_headers({})
    seen.append(_attacked(page, PAGE + notes, go=followed))
    plain = [f"docs/notes{query}{'&' if query else '?'}attacked" for query in NOTES]
    return _found(seen + [_attacked(page, PAGE + path) for path in plain])


def _shows(page: Page, url: str, what: str) -> bool:
    response = page.goto(url)
    return bool(response and response.status == 200 and page.evaluate(what))


def _open_fully(page: Page) -> None:
    """Open the page; it counts as loaded before the visit is counted."""
    begun = time.monotonic()
    page.goto(PAGE)
    if not any("/g/collect" in asked.url for asked in web.log(since=begun)):
        page.wait_for_load_state("networkidle")


@dataclass(frozen=True)
class _Attacked:
    """What came of an attack on a page.

    ran: whether a script of the attacker's did
    stole: whether one did that stands in the page
    tampered: whether a file did that somebody changed on the CDN
    let_in: of each of the policies that were given, whether it would have kept out more
    """

    ran: bool
    stole: bool
    tampered: bool
    let_in: tuple[bool, ...]


def _attacked(
    page: Page, url: str, *widest: Policy, go: Callable[[Page, str], Any] = Page.goto
) -> _Attacked:
    """Open the page, which holds an attack, and try what an attacker would who reads its policy.

    Where no policy is given that would do, it is only looked at whether the attack runs.
    """
    opened: list[Any] = []
    arrived = asked_for(lambda: opened.append(go(page, url)))
    stole = bool(page.evaluate("stolen"))
    ran = stole or not arrived.isdisjoint(SCRIPTS_ELSEWHERE)
    tampered = bool(page.evaluate("window.Chart === 'tampered'"))
    policy = Policy(opened[0].header_value("Content-Security-Policy") or "")
    tried = [attempts(policy, each, PAGE) for each in widest]
    things = dict.fromkeys(thing for each in tried for thing in each)
    allowed = {("script", each) for each in arrived} | attempted(page, things)
    return _Attacked(ran, stole, tampered, tuple(not allowed.isdisjoint(each) for each in tried))


EMPTY = Flask("empty")


@EMPTY.get("/frames")
def frames() -> str:
    """The pages of the shop in frames."""
    return "".join(f'<iframe src="{PAGE}{path}"></iframe>' for path in ("", "docs", "missing"))


@EMPTY.route("/", methods=["GET", "POST"])
@EMPTY.route("/<path:_path>", methods=["GET", "POST"])
def nothing(_path: str = "") -> str:
    """What the sites say that no service answers for."""
    return ""


def _put_online(*urls: str) -> None:
    """Every site of these addresses that is not online yet."""
    answered = {urlsplit(url).hostname for url in services.FILES} | {"shop.test"}
    for host in {urlsplit(url).hostname for url in urls} - answered:
        if host:
            web.site(host, EMPTY)


class _Open:
    """An app that escapes nothing: asked with ?attacked, its pages end with an attack."""

    def __init__(self, app: Any, widest: Callable[[str], tuple[Policy, ...]]) -> None:
        self.app = app
        self.widest = widest

    def __call__(self, environ: Any, start_response: Any) -> Any:
        answer = Injectable.from_app(self.app, environ)
        policy = Policy(*answer.headers.getlist("Content-Security-Policy"))
        widest = self.widest(environ["PATH_INFO"])
        tried = dict.fromkeys(thing for each in widest for thing in attempts(policy, each, PAGE))
        _put_online(*(url for _, url in tried if "cdn.jsdelivr.net" not in url))
        if "attacked" in environ["QUERY_STRING"]:
            files = (f'<script src="{url}"></script>' for kind, url in tried if kind == "script")
            answer.data += (injection("attack") + "".join(files)).encode()
        return answer(environ, start_response)


def _facts(played: browser.Played) -> dict[str, bool]:
    assert not played.problem, played.problem
    return dict(played.facts)  # type: ignore[arg-type]


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {
    "09-1": four_tags,
    "09-2": a_checkout,
    "09-3": a_route,
}
