"""Twelve things visitors come for, each a part of a story, which says whether it still works."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Flask

from helpers import browser, web
from helpers.blog import PASSWORD
from helpers.blog.attacks import log_in
from helpers.browser import Played

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot, in PNG."""

Journey = Callable[["Page", str], bool]


def read(page: Page, site: str) -> bool:
    page.goto(f"{site}/")
    page.click("text=Introduction to Flask")
    page.wait_for_url("**/posts/1")
    styled = page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "flex"
    scripted = page.locator("html.js").count() == 1  # by the script in the head
    return "micro web framework" in page.content() and styled and scripted


def search(page: Page, site: str) -> bool:
    page.goto(f"{site}/")
    page.fill("[name=q]", "secret")
    page.press("[name=q]", "Enter")
    page.wait_for_url("**/search**")
    return page.inner_text("main li") == "Cookies"


def lost(page: Page, site: str) -> bool:
    response = page.goto(f"{site}/nowhere")
    return bool(response and response.status == 404 and "Not Found" in page.inner_text("h1"))


def register(page: Page, site: str) -> bool:
    page.goto(f"{site}/register")
    for name, value in {"name": "bea", "email": "bea@blog.test", "password": PASSWORD}.items():
        page.fill(f".register [name={name}]", value)
    page.click(".register button")
    page.wait_for_url("**/profile")
    return page.inner_text(".email") == "bea@blog.test"


def log_out(page: Page, site: str) -> bool:
    page.click("text=Log out")
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/profile")
    return page.url == f"{site}/login"


def be_refused(page: Page, site: str) -> bool:
    page.goto(f"{site}/login")
    page.fill(".login [name=name]", "ann")
    page.fill(".login [name=password]", "guess")
    page.click(".login button")
    return "No such name" in page.inner_text(".flash")


def log_in_as_ann(page: Page, site: str) -> bool:
    log_in(page, site.partition("://")[2], "ann")
    return page.inner_text(".email") == "ann@blog.test"


def comment(page: Page, site: str) -> bool:
    page.goto(f"{site}/posts/2")
    page.fill(".comment textarea", "<b>Thanks</b>")  # comments may be bold
    count = page.locator(".comment .count")  # shown and counted by the blog's own two scripts
    counted = count.is_visible() and count.inner_text() == "13 characters"
    page.click(".comment button")
    return "ann: Thanks" in page.inner_text("div.comment") and counted


def write_with_picture(page: Page, site: str) -> bool:
    page.goto(f"{site}/write")
    page.fill(".write [name=title]", "A dot")
    page.fill(".write [name=body]", "It is red.")
    picture: FilePayload = {"name": "dot.png", "mimeType": "image/png", "buffer": DOT}
    page.set_input_files(".write [name=image]", picture)
    page.click(".write button")
    page.wait_for_url("**/posts/*")
    return bool(page.evaluate("document.querySelector('main img').naturalWidth"))


def share_draft(page: Page, site: str) -> bool:
    page.goto(f"{site}/profile")
    page.click("text=Not yet public")
    page.wait_for_url("**/drafts/*")
    return "We move" in page.inner_text("main")


def contact(page: Page, site: str) -> bool:
    page.goto(f"{site}/contact")
    page.fill(".contact [name=email]", "ann@blog.test")
    page.fill(".contact [name=body]", "Hello admin")
    page.click(".contact button")
    return "Thank you" in page.inner_text(".flash")


def delete(page: Page, site: str) -> bool:
    log_in(page, site.partition("://")[2], "admin")
    page.goto(f"{site}/admin/")
    message = "Hello admin" in page.inner_text("main")
    page.click("ul.plain li:has-text('Headers') button")
    return message and "Deleted" in page.inner_text(".flash")


JOURNEYS: Mapping[str, Journey] = {
    "read a post": read,
    "search": search,
    "find no page": lost,
    "register": register,
    "log out": log_out,
    "mistype a password": be_refused,
    "log in": log_in_as_ann,
    "comment": comment,
    "publish a picture": write_with_picture,
    "share a draft": share_draft,
    "write to the admin": contact,
    "delete a post": delete,
}
"""In an order in which each begins where the one before it ended."""


def journey(page: Page, blog: str, names: Sequence[str]) -> dict[str, bool]:
    """Go these ways, one after the other; whether each led where it should.

    Who is stuck goes no further.
    """
    from playwright.sync_api import Error

    page.set_default_timeout(3000)  # milliseconds
    worked = dict.fromkeys(names, False)
    with suppress(Error):
        for name in names:
            worked[name] = JOURNEYS[name](page, f"https://{blog}")
    return worked


def try_journeys(make_blog: Callable[[], Flask], blog: str = "blog.test") -> list[Played]:
    """Play the twelve journeys on a fresh blog: a visitor's six, then ann's and the admin's."""
    web.site(blog, make_blog())
    names = list(JOURNEYS)
    return [browser.play(journey, blog, half) for half in (names[:6], names[6:])]
