"""A real Chromium on the lab's internet, which nothing a story does makes unusable."""

from __future__ import annotations

import asyncio
import gc
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from flask import Flask, Response, redirect

from helpers import browser, chromium, web
from helpers.browser import Played

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser")

GENEROUS = 30.0
"""Seconds a test waits for what should happen at once, before it fails."""

HOME = "https://shop.test/"


def shop() -> Flask:
    app = Flask("shop")
    pages = {
        "": "<title>Shop</title><h1>Hello</h1>\n<p>Coffee &amp; tea</p>",
        "says": "<script>for (each of ['b', 'a', 'b']) console.log(each)</script>",
        "fails": "<script>null.x</script>",
        "reloads": "<script>setTimeout(() => location.reload(), 0)</script>",
        "leaves": "<script>setTimeout(() => { location = '/' }, 0)</script>",
    }
    for name, page in pages.items():
        app.add_url_rule(f"/{name}", name or "home", lambda page=page: page)

    @app.get("/old")
    def old() -> Any:
        return redirect("/")

    @app.get("/blocked")
    def blocked() -> Response:
        policy = {"Content-Security-Policy": "script-src 'none'"}
        return Response("<script>a()</script><script>b()</script>", headers=policy)

    @app.get("/nonce")
    def nonce() -> Response:
        policy = {"Content-Security-Policy": f"script-src 'nonce-{secrets.token_urlsafe(16)}'"}
        return Response("<script>a()</script>", headers=policy)

    @app.get("/integrity")
    def integrity() -> Response:
        other = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="  # of nothing
        tags = [f"<script src=/x.js integrity='{value}'></script>" for value in (other, "md5-x")]
        return Response("".join(tags))

    @app.get("/x.js")
    def script() -> Response:
        return Response("1", mimetype="text/javascript")

    @app.get("/cookie")
    def cookie() -> Response:
        response = Response("<p>a cookie</p>")
        response.set_cookie("name", "value")
        return response

    return app


@pytest.fixture(autouse=True)
def online() -> None:
    web.site("shop.test", shop())


# What a play gives


@pytest.mark.parametrize("url", [HOME, "http://shop.test/", f"{HOME}old", f"{HOME}missing"])
def test_a_visit_ends_where_requests_ends(url: str) -> None:
    played = browser.visit(url)
    wanted = web.get(url)
    assert played.problem == ""
    assert played.facts["address"] == wanted.url
    assert played.facts["status"] == wanted.status_code
    assert f"<title>{played.facts['title']}</title>" in wanted.text


def test_a_visit_is_in_the_log_as_a_browsers() -> None:
    browser.visit(HOME)
    assert [(each.who, each.url) for each in web.log("shop.test")] == [("browser", HOME)]


def test_the_log_of_a_site_is_that_of_the_last_story_and_of_what_came_after() -> None:
    for _ in range(2):
        browser.visit(f"{HOME}says")
    web.get(f"{HOME}old", allow_redirects=False)
    assert [each.url for each in web.log("shop.test")] == [f"{HOME}says", f"{HOME}old"]
    assert [each.who for each in web.log("shop.test")] == ["browser", "requests"]


def test_a_story_that_goes_to_a_name_not_online_says_which() -> None:
    played = browser.play(lambda page: page.goto("https://nobody.test/"))
    assert "nobody.test" in played.problem
    assert "\n" not in played.problem
    assert played.facts == {}
    assert still_usable()


def test_a_visit_to_nobody_is_an_error_that_says_who_is_online() -> None:
    with pytest.raises(web.NotOnline, match=r"nobody\.test.*shop\.test"):
        browser.visit("https://nobody.test/")


def test_a_picture_comes_with_what_one_reads_in_it() -> None:
    played = browser.visit(HOME)
    assert played.picture.startswith(b"\x89PNG\r\n\x1a\n")  # PNG, section 5.2
    assert all(part in played.alt for part in (HOME, "Shop", "Hello Coffee & tea"))


@pytest.mark.parametrize(("told", "facts"), [({"a": 1}, {"a": 1}), ("x", {"result": "x"})])
def test_what_a_story_returns_are_the_facts(told: object, facts: dict[str, object]) -> None:
    assert browser.play(lambda page: told).facts == facts


def test_a_story_gets_the_arguments_of_play() -> None:
    assert browser.play(lambda page, one, two: one + two, 1, 2).facts == {"result": 3}


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("", ()),
        ("says", ("a", "b")),
        ("fails", ("Uncaught TypeError: Cannot read properties of null (reading 'x')",)),
        # browser-facts.md, "XSS and CSP": the message up to the directive. Chromium says it of
        # each of the two scripts, and goes on with words that differ between its versions.
        (
            "blocked",
            (
                "Executing inline script violates the following Content Security Policy directive "
                "'script-src 'none''",
            ),
        ),
        # A nonce differs from visit to visit, and an output of a lesson may not.
        (
            "nonce",
            (
                "Executing inline script violates the following Content Security Policy directive "
                "'script-src 'nonce-…''",
            ),
        ),
        # The digest that was computed, and the algorithms that a browser knows, are left out.
        (
            "integrity",
            (
                "Error parsing 'integrity' attribute",
                "Failed to find a valid digest in the 'integrity' attribute for resource "
                f"'{HOME}x.js'",
            ),
        ),
        (
            "missing",
            ("Failed to load resource: the server responded with a status of 404 (NOT FOUND)",),
        ),
    ],
)
def test_console_lines_are_sorted_unique_and_cut(path: str, lines: tuple[str, ...]) -> None:
    assert browser.visit(HOME + path).console == lines


def test_each_play_begins_in_an_empty_profile() -> None:
    def story(page: Page) -> list[int]:
        before = len(page.context.cookies())
        page.goto(f"{HOME}cookie")
        return [before, len(page.context.cookies())]

    assert [browser.play(story).facts["result"] for _ in range(2)] == [[0, 1], [0, 1]]


def test_it_plays_while_an_event_loop_runs_as_in_a_notebook() -> None:
    async def cell() -> Played:
        return browser.visit(HOME)

    assert asyncio.run(cell()).facts["status"] == 200


def test_a_browser_refuses_a_certificate_that_nobody_trusts() -> None:
    web.site("strange.test", shop(), trusted=False)
    assert "net::ERR_CERT_AUTHORITY_INVALID" in browser.visit("https://strange.test/").problem
    assert browser.visit("http://strange.test/").facts["status"] == 200


# Stories that go wrong


def still_usable() -> bool:
    return browser.visit(HOME).facts.get("status") == 200


def raises(page: Page) -> None:
    page.goto(HOME)
    1 / 0  # noqa: B018


def exits(page: Page) -> None:
    sys.exit(3)


def waits_for_what_never_comes(page: Page) -> None:
    page.set_default_timeout(1)
    page.goto(HOME)


@pytest.mark.parametrize(
    ("story", "problem"),
    [
        (raises, "ZeroDivisionError: division by zero, at line"),
        (exits, "SystemExit: 3, at line"),
        (waits_for_what_never_comes, "TimeoutError: Page.goto: Timeout 1ms exceeded, at line"),
        (lambda page: page.goto("https://shop.test:81/"), "net::ERR_NAME_NOT_RESOLVED"),
        (lambda: None, "TypeError: <lambda>() takes 0 positional arguments but 1 was given"),
        ("no story", "TypeError: 'str' object is not callable"),
    ],
)
def test_a_story_that_raises_is_told_in_one_line(story: Any, problem: str) -> None:
    played = browser.play(story)
    assert problem in played.problem
    assert "\n" not in played.problem
    assert played.facts == {}
    assert still_usable()


def loops(page: Page) -> None:
    while True:
        pass


def loops_and_catches_exceptions(page: Page) -> None:
    while True:
        with suppress(Exception):
            page.goto(HOME)


def waits_in_playwright(page: Page) -> None:
    page.wait_for_timeout(600_000)


def hangs_in_the_page(page: Page) -> None:
    page.goto(HOME)
    page.evaluate("while (true) {}")


@pytest.mark.parametrize(
    "story", [loops, loops_and_catches_exceptions, waits_in_playwright, hangs_in_the_page]
)
def test_a_story_that_does_not_end_is_ended(
    story: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert still_usable()  # the story's time is not spent on starting the browser
    with monkeypatch.context() as patch:
        patch.setattr(chromium, "CALL_SECONDS", 0.5)
        played = browser.play(story)
    assert played == Played(problem="The story did not end within 0.5 seconds.")
    assert still_usable()


def closes_its_page(page: Page) -> str:
    page.close()
    return "told"


def closes_its_profile(page: Page) -> str:
    page.context.close()
    return "told"


def closes_the_browser(page: Page) -> str:
    assert page.context.browser
    page.context.browser.close()
    return "told"


def leaves_a_page_that_reloads(page: Page) -> str:
    page.goto(f"{HOME}reloads", wait_until="commit")
    return "told"


def leaves_a_page_that_leaves(page: Page) -> str:
    page.goto(f"{HOME}leaves", wait_until="commit")
    return "told"


@pytest.mark.parametrize(
    "story",
    [
        closes_its_page,
        closes_its_profile,
        closes_the_browser,
        leaves_a_page_that_reloads,
        leaves_a_page_that_leaves,
    ],
)
def test_a_story_may_leave_its_page_in_any_state(story: Callable[..., Any]) -> None:
    played = browser.play(story)
    assert (played.facts, played.problem) == ({"result": "told"}, "")
    assert still_usable()


def held() -> tuple[int, int, int]:
    """The threads, file descriptors and processes of this process."""
    gc.collect()
    this = psutil.Process()
    return this.num_threads(), this.num_fds(), len(this.children(recursive=True))


def test_fifty_visits_leave_nothing_behind() -> None:
    for _ in range(2):
        assert still_usable()
    before = held()
    assert all(still_usable() for _ in range(50))
    deadline = time.monotonic() + GENEROUS
    while any(now > then for now, then in zip(held(), before, strict=True)):
        assert time.monotonic() < deadline, (held(), before)
