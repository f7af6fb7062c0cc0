"""A real Chromium on the lab's internet: each visit and story in a fresh, empty profile.

Playwright's sync API lives in one thread of its own, because the main thread of a notebook kernel
already runs an event loop. Without a browser every call still returns, and says NOT RUN and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from helpers import chromium, web
from helpers.exchange import describe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Error, Page

SIZE = (640, 240)
"""The page's size in CSS pixels: what a notebook's column shows unscaled."""


@dataclass(frozen=True)
class Played:
    """What happened: the story's facts, what the browser said, and what its page looked like.

    ``problem`` says in one line why there are no facts: NOT RUN, or how the story failed.
    """

    facts: Mapping[str, object] = field(default_factory=dict)
    console: tuple[str, ...] = ()
    picture: bytes = field(default=b"", repr=False)
    alt: str = ""
    problem: str = ""


def visit(url: str) -> Played:
    """Open ``url``, the address of a site that is online, in a fresh profile.

    The facts are where the browser ended up, the status and the title. Raises ``web.NotOnline``.
    """
    web.require(url)

    def story(page: Page) -> dict[str, object]:
        response = page.goto(url)
        status = response.status if response else "no response"
        return {"address": page.url, "status": status, "title": page.title()}

    return play(story)


def play(story: Callable[..., Any], *arguments: Any) -> Played:
    """Run ``story(page, *arguments)`` in a fresh profile; ``page`` is Playwright's ``Page``.

    What the story returns are the facts: a mapping, or any value, shown as "result". A story that
    raises, or takes longer than 10 seconds, gives a ``problem``, and the browser stays usable.
    So does one that goes to a name at which no site is online.
    """
    with chromium.one_at_a_time:
        begun = web.begin_story()
        try:
            try:
                played = chromium.running().call(_play, story, arguments)
            except chromium.GoneError:  # a story before this one closed it, or somebody killed it
                chromium.stop()
                played = chromium.running().call(_play, story, arguments)
            return _without_sites(web.missed(begun)) or played
        except chromium.NoBrowserError as missing:
            return Played(problem=f"NOT RUN: {missing}")
        except (TimeoutError, KeyboardInterrupt) as ended:
            chromium.stop()
            if isinstance(ended, KeyboardInterrupt):
                raise
            return Played(problem=f"The story did not end within {chromium.CALL_SECONDS} seconds.")


def _without_sites(missed: list[str]) -> Played | None:
    if not missed:
        return None
    return Played(
        problem=f"Nothing is online as {missed[0]}. Run the cell with web.site({missed[0]!r}, …) "
        "first, then this one."
    )


def _play(browser: Browser, story: Callable[..., Any], arguments: tuple[Any, ...]) -> Played:
    context = _fresh_profile(browser)
    said = _listen(context)
    try:
        outcome = _told(context.new_page(), story, arguments)
    finally:
        context.close()
    return replace(outcome, console=_lines(said))  # a line arrives after what it is about


def _told(page: Page, story: Callable[..., Any], arguments: tuple[Any, ...]) -> Played:
    try:
        told = story(page, *arguments)
    except (SystemExit, Exception) as error:
        return Played(problem=f"The story failed. {describe(error)}")
    facts = told if isinstance(told, Mapping) else {"result": told}
    picture, alt = _look(page)
    return Played(facts, picture=picture, alt=alt)


def _fresh_profile(browser: Browser) -> BrowserContext:
    from playwright.sync_api import Error

    try:
        context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
    except Error as error:
        raise chromium.GoneError(f"the browser ends at once. {error}") from None
    context.set_default_timeout(chromium.STEP_SECONDS * 1000)
    return context


def _listen(context: BrowserContext) -> list[str]:
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda thrown: said.append(_uncaught(thrown.error)))
    return said


def _uncaught(error: Error) -> str:
    """As Chromium's own console says it; what is thrown need not be an error and have a name."""
    return f"Uncaught {error.name}: {error.message}" if error.name else f"Uncaught {error.message}"


def _lines(said: list[str]) -> tuple[str, ...]:
    return tuple(sorted({cut(line) for line in said}))


_UP_TO_DIRECTIVE = re.compile(
    r""".*?Content Security Policy directive:? (?:".*?"|'.*?'(?=\.))"""
    r"""|(Failed to find .*? attribute for|Subresource Integrity: The) resource '.*?'"""
    r"""( has an integrity attribute, but .*? CORS enabled)?"""
    r"""|Error parsing 'integrity' attribute"""
)

_NONCE = re.compile(r"'nonce-[^']*'")


def cut(line: str) -> str:
    """A console message up to the directive or the resource it names: the rest differs by version.

    A nonce, which differs each time, is shown as ``'nonce-…'``.
    """
    line = _NONCE.sub("'nonce-…'", " ".join(line.split()))
    found = _UP_TO_DIRECTIVE.match(line)
    return found.group() if found else line


def _picture(page: Page) -> bytes:
    from playwright.sync_api import Error, TimeoutError

    try:
        return page.screenshot()
    except TimeoutError:
        raise
    except Error:  # once in some thousand times Chromium is "Unable to capture screenshot"
        return page.screenshot()


def _look(page: Page) -> tuple[bytes, str]:
    """A picture of the page, and its alternative text: where it is and what one reads there."""
    from playwright.sync_api import Error

    try:
        title, text = page.evaluate("[document.title, document.body?.innerText ?? '']")
        place, text = page.url.partition("?")[0], " ".join(text.split())
        picture, alt = _picture(page), f"{title or 'a page'} at {place}: {text}"[:200]
    except Error:  # the story closed it, or left it hanging or going elsewhere
        return b"", "no picture: the page is closed, busy or on its way elsewhere"
    return picture, alt
