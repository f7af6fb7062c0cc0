"""What Chromium does with the answers of lesson 15: ten attacks, journeys, and a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask
from playwright.sync_api import Error, Page

from helpers import browser, web
from helpers.blog import create_app
from helpers.blog.attacks import ATTACKS, Loot, evil
from helpers.blog.journeys import JOURNEYS, journey
from helpers.exercises.secure_blog import CONTACT, SECURE, without_form

BLOG = "blog.test"

WAYS = {
    "Reading": ["read a post", "search", "find no page"],
    "Writing": ["log in", "comment", "publish a picture"],
}
"""The journeys that show what a policy does to a requirement that begins so."""


def secured(secure: Any) -> dict[str, bool]:
    """Exercise 15-1: which attacks fail, and which journeys still lead where they should."""
    given = create_app()
    app = secure(given) or given
    names = list(ATTACKS)
    worked = {**_attacks(app, names[:5]), **_attacks(app, names[5:])}
    journeys = _journeys(secure)
    seen = {_text(name, SECURE): not works for name, works in worked.items()}
    return seen | {
        _text(begins, SECURE): all(journeys[name] for name in ways) for begins, ways in WAYS.items()
    }


def _text(begins: str, exercise: Any) -> str:
    return next(each.text for each in exercise.requirements if each.text.startswith(begins))


def _attacks(app: Flask, names: Sequence[str]) -> dict[str, Any]:
    loot: Loot = []
    web.site("evil.test", evil(loot))
    web.site(BLOG, app)

    def story(page: Page) -> dict[str, bool]:
        return {name: _works(name, page, loot) for name in names}

    return _facts(browser.play(story))


def _works(name: str, page: Page, loot: Loot) -> bool:
    """An attack that finds no way into the blog has not worked."""
    fresh = page.context.new_page()
    try:
        return ATTACKS[name](fresh, BLOG, loot)
    except Error:
        return False
    finally:
        fresh.close()


def _journeys(secure: Callable[[Flask], Flask | None]) -> dict[str, Any]:
    given = create_app()
    web.site(BLOG, secure(given) or given)
    names = [name for ways in WAYS.values() for name in ways]
    assert set(names) <= set(JOURNEYS)
    return _facts(browser.play(journey, BLOG, names))


def contact(add_contact: Any) -> dict[str, bool]:
    """Exercise 15-2: whether a visitor who sends a message arrives at desk.test."""
    given, desk = without_form(), Flask("desk")
    desk.add_url_rule("/thanks", "thanks", lambda: "<h1>Thanks</h1>", methods=["GET", "POST"])
    web.site(BLOG, add_contact(given) or given)
    web.site("desk.test", desk)
    arrived = _facts(browser.play(_write))
    return {_text("The browser may follow", CONTACT): arrived["at desk.test"]}


def _write(page: Page) -> dict[str, bool]:
    page.goto(f"https://{BLOG}/contact")
    page.fill("main [name=email], body > form [name=email]", "bea@blog.test")
    page.fill("main [name=body], body > form [name=body]", "Hello")
    page.evaluate(
        """() => new Promise(refused => {
            document.addEventListener("securitypolicyviolation", violation =>
                violation.effectiveDirective == "form-action" && refused())
            addEventListener("pagehide", refused)
            document.querySelector("[name=body]").form.requestSubmit()
        }).catch(() => {})"""
    ) if page.locator("[name=body]").count() else None
    page.wait_for_load_state("networkidle")
    return {"at desk.test": page.url.startswith("https://desk.test/")}


def _facts(played: browser.Played) -> dict[str, Any]:
    assert not played.problem, played.problem
    return dict(played.facts)


SEEN = {"15-1": secured, "15-2": contact}
