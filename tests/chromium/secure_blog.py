"""What Chromium does with the answers of lesson 15: ten attacks, journeys, and a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask
from playwright.sync_api import Error, Page

from helpers import browser, web
from helpers.blog import create_app
from helpers.blog.attacks import ATTACKS, Loot, evil, submit
from helpers.blog.journeys import journey
from helpers.csp import Policy
from helpers.exchange import get, probe
from helpers.exercises import registry
from helpers.exercises.blog_contact import REPEATED
from helpers.exercises.named_sites import elsewhere
from helpers.exercises.nonce_shops import JAVASCRIPT
from helpers.exercises.secure_blog import without_form
from tests.chromium.injectable import Injectable

BLOG = "blog.test"

WAYS = {
    "Reading": ["read a post", "search", "find no page"],
    "Writing": ["log in", "comment", "publish a picture"],
}
"""The journeys that show what a policy does to a requirement that begins so."""


def secured(secure: Any) -> dict[str, bool]:
    """Exercise 15-1: which attacks fail, and which journeys still lead where they should."""
    given, again = create_app(), create_app()
    attacked, visited = secure(given) or given, secure(again) or again
    names = list(ATTACKS)
    worked: dict[str, Any] = {}
    for begin in range(0, len(names), 3):  # a story has ten seconds
        worked |= _attacks(attacked, names[begin : begin + 3])
    if _trusted_runs(visited):
        worked |= dict.fromkeys(("reflected XSS", "stored XSS"), True)
    led = {begins: _journeys(visited, ways) for begins, ways in WAYS.items()}
    sent_back = {_text("Every answer", "15-1"): False} if _sends_back(visited) else {}
    return {
        **{_text(name, "15-1"): not works for name, works in worked.items()},
        **{_text(begins, "15-1"): all(each.values()) for begins, each in led.items()},
        **sent_back,
    }


def _sends_back(app: Flask) -> bool:
    """Whether http leads back to where the visitor comes from, which is another site."""
    web.site("evil.test", evil([]))
    web.site(BLOG, app)

    def story(page: Page) -> dict[str, bool]:
        with suppress(Error):  # it answers with a download
            page.goto(f"http://{BLOG}/posts/2", referer="http://evil.test/")
        return {"is back": urlsplit(page.url).hostname == "evil.test"}

    return bool(_facts(browser.play(story))["is back"])


def _trusted_runs(app: Flask) -> bool:
    """Whether a script runs that a tag on a post loads from a site which the policy names."""
    post = get("/posts/1", f"https://{BLOG}")
    (came,) = probe(app, [post])
    policy = Policy(*came.response.all("Content-Security-Policy")) if came.response else Policy()
    others = elsewhere(policy, "script", [post.url])
    trusted = Flask("trusted")
    trusted.register_error_handler(404, lambda _: ("document.title = 'trusted'", 200, JAVASCRIPT))
    for host in {urlsplit(url).hostname for url in others}:
        web.site(str(host), trusted)
    tags = "".join(f'<script src="{url}"></script>' for url in others).encode()

    def tagged(environ: Any, start_response: Any) -> Iterable[bytes]:
        answer = Injectable.from_app(app, environ)
        answer.data += tags
        return answer(environ, start_response)

    def story(page: Page) -> dict[str, bool]:
        page.goto(post.url)
        return {"ran": page.title() == "trusted"}

    web.site(BLOG, tagged)
    return bool(others) and bool(_facts(browser.play(story))["ran"])


def _text(begins: str, exercise: str) -> str:
    """The requirement of that exercise that begins so."""
    texts = [requirement.text for requirement in registry()[exercise].requirements]
    return next(text for text in texts if text.lower().startswith(begins.lower()))


def _attacks(app: Flask, names: Sequence[str]) -> dict[str, Any]:
    loot: Loot = []
    web.site("evil.test", evil(loot))
    web.site(BLOG, app)

    def story(page: Page) -> dict[str, bool]:
        return {name: _works(name, page, loot) for name in names}

    return _facts(browser.play(story))


def _works(name: str, page: Page, loot: Loot) -> bool:
    """An attack that finds no way into the blog has not worked.

    Of clickjacking the exercise asks that no frame shows the page, whoever is logged in there.
    """
    fresh = page.context.new_page()
    fresh.set_default_timeout(2500)  # milliseconds: three attacks that find no way in make a story
    try:
        worked = ATTACKS[name](fresh, BLOG, loot)
        shown = any(frame.url.startswith(f"https://{BLOG}/") for frame in fresh.frames[1:])
        return shown if name == "clickjacking" else worked
    except (Error, IndexError):  # Mallory cannot log in
        return False
    finally:
        fresh.close()


def _journeys(app: Flask, names: Sequence[str]) -> dict[str, Any]:
    web.site(BLOG, app)
    return _facts(browser.play(journey, BLOG, names))


def contact(add_contact: Any) -> dict[str, bool]:
    """Exercise 15-2: whether the browser stops a visitor who sends a message on the way.

    And whether a link leads to another site, in the page or in the one after an e-mail address
    that is none.
    """
    given, desk = without_form(), Flask("desk")
    desk.add_url_rule("/thanks", "thanks", lambda: "<h1>Thanks</h1>", methods=["GET", "POST"])
    web.site(BLOG, add_contact(given) or given)
    web.site("desk.test", desk)
    arrived = _facts(browser.play(_write))
    led_on = {_text("Every page keeps out", "15-2"): False} if arrived["leads on"] else {}
    return {_text("The browser may follow", "15-2"): arrived["may follow"], **led_on}


LINK = """'"></textarea><a href=https://evil.test/>Log in again</a>"""


FORM = "form:has([name=body])"


def _write(page: Page) -> dict[str, bool]:
    contact = f"https://{BLOG}/contact"
    query = "&".join(f"{name}={quote(LINK)}" for name in REPEATED)
    page.goto(f"{contact}?{query}", referer="https://evil.test/")
    leads_on = _leads_on(page)
    page.goto(contact)
    if page.evaluate(f"!!document.querySelector('{FORM} [name=email]')"):
        page.evaluate(f"document.querySelector('{FORM}').noValidate = true")
        page.fill("[name=email]", LINK)
        with suppress(Error), page.expect_navigation(timeout=1500):  # milliseconds
            page.evaluate(f"document.querySelector('{FORM}').requestSubmit()")
        leads_on = leads_on or _leads_on(page)
        page.goto(contact)
    page.fill("[name=email]", "bea@blog.test")
    page.fill("[name=body]", "Hello")
    return {"may follow": _may_follow(page), "leads on": leads_on}


def _leads_on(page: Page) -> bool:
    hosts = page.evaluate("[...document.links].map(link => link.hostname)")
    return not set(hosts) <= {"", BLOG, "desk.test"}


def _may_follow(page: Page) -> bool:
    """A form that comes without the session's cookie, from a sandbox, has sent nobody on."""
    with suppress(Error):  # where the answer comes from the same address, nobody is sent on
        return submit(page, FORM)
    return "CSRF session token" not in page.content()


def _facts(played: browser.Played) -> dict[str, Any]:
    assert not played.problem, played.problem
    return dict(played.facts)


SEEN = {"15-1": secured, "15-2": contact}
