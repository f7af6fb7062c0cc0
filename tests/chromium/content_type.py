"""What Chromium does with the answers of lesson 02, and with single responses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any, cast
from urllib.parse import quote, urlsplit

from playwright.sync_api import Error, Page

from helpers import browser, web
from helpers.csp import Policy
from helpers.exchange import Exchange, Response, probe
from helpers.exercises import Evidence, registry
from helpers.exercises.anywhere import fresh_nonces, nonces_of
from helpers.exercises.entries import is_name
from helpers.exercises.five_files import served
from helpers.exercises.named_sites import named
from helpers.exercises.upload_sites import (
    FRAMED,
    IN_A_SCRIPT_TAG,
    JPEG,
    OPENED,
    PNG,
    fetched,
)
from helpers.sniffing import opens_as_page

SITE = "https://shop.test"
READS = 'document.title = "read " + document.cookie'
"""A script that shows it runs with the rights of the site."""

MARKS = 'document.documentElement.setAttribute("data-ran", "yes")'
SVG = "http://www.w3.org/2000/svg"

LOADED = """url => new Promise(ended => {
  const made = document.createElement("script")
  made.onload = () => ended(true)
  made.onerror = () => ended(false)
  made.src = url
  document.head.append(made)
})"""
DRAWN = """url => new Promise(ended => {
  const made = new Image()
  made.onload = () => ended(true)
  made.onerror = () => ended(false)
  made.src = url
})"""
PAGES = (
    *("text/html", "application/xhtml+xml", "image/svg+xml"),
    *("text/xml", "text/xsl", "application/xml"),
)
SAVED, REFUSED = "saved", "refused"


def opened(responses: Sequence[Response]) -> list[tuple[str, bool]]:
    """Of each: the type of the document it opened as, "saved" or "refused"; whether READS ran."""
    return _played(_open, responses)


def as_script(responses: Sequence[Response]) -> list[bool]:
    """Of each, whether Chromium took it for a script."""
    return _played(_load, responses, LOADED)


def as_image(responses: Sequence[Response]) -> list[bool]:
    """Of each, whether Chromium drew it in an <img>."""
    return _played(_load, responses, DRAWN)


def _played(
    story: Callable[..., list[Any]], responses: Sequence[Response], *more: str
) -> list[Any]:
    """The story over all responses, in parts that fit the time a story may take."""
    web.site("shop.test", _Replay(responses))
    seen: list[Any] = []
    for first in range(0, len(responses), 15):
        numbers = range(first, min(first + 15, len(responses)))
        played = browser.play(story, numbers, *more)
        assert not played.problem, played.problem
        seen.extend(cast(list[Any], played.facts["result"]))
    return seen


def _open(page: Page, numbers: range) -> list[tuple[str, bool]]:
    page.context.add_cookies([{"name": "session", "value": "ann", "url": SITE}])
    seen = []
    for number in numbers:
        try:
            page.goto(f"{SITE}/{number}")
            kind = page.evaluate("document.contentType")
            seen.append((kind, page.title() == "read session=ann"))
        except Error as error:
            seen.append((SAVED if "Download is starting" in str(error) else REFUSED, False))
            page = page.context.new_page()  # the old one is still on its way to an error page
    return seen


def _load(page: Page, numbers: range, how: str) -> list[bool]:
    page.goto(f"{SITE}/")
    return [page.evaluate(how, f"/{number}") for number in numbers]


class _Replay:
    """A site that gives recorded responses at /0, /1 and so on, and a page of its own at /."""

    def __init__(self, responses: Sequence[Response]) -> None:
        self.responses = responses

    def __call__(self, environ: Any, start_response: Any) -> Any:
        number = environ["PATH_INFO"].strip("/")
        if not number:
            start_response("200 OK", [("Content-Type", "text/html")])
            return [b"<!doctype html><title>shop</title>"]
        response = self.responses[int(number)]
        start_response(f"{response.status} Recorded", list(response.headers))
        return [response.body]


def recorded(exercise: str, app: Any) -> list[Exchange]:
    """What the app answers to the requests of one check of that exercise."""
    requests = registry()[exercise].probe.draw(Random(7))  # type: ignore[union-attr]
    return list(probe(app, requests))


def safe_downloads(app: Any) -> dict[str, bool]:
    """Exercise 02-1: every download as the app gives it, opened and named by a script tag."""
    exchanges = recorded("02-1", app)
    evidence = Evidence(exchanges=tuple(exchanges))
    shown = [got for _, got, _ in fetched(evidence, OPENED, FRAMED)]
    in_tags = [got for _, got, _ in fetched(evidence, IN_A_SCRIPT_TAG)]
    pages = [got for got in shown if opens_as_page(got) and got.status < 400]
    fresh = fresh_nonces(evidence)
    by_policy = {got.header("Content-Security-Policy"): got for got in pages}
    marked = (a_script_marks(got, fresh) for got in by_policy.values())
    ran = any(ran for _, ran in opened(shown)) or any(marked)
    seen = {
        "No upload runs a script when it is opened": not ran,
        "No upload runs as a script of a page": not any(as_script(in_tags)),
    }
    web.site("shop.test", app)
    for name, body in (("a.png", PNG), ("b.jpg", JPEG)):
        kind = {".png": "image/png", ".jpg": "image/jpeg"}[name[1:]]
        web.session.put(f"{SITE}/files/{name}", body, headers={"Content-Type": kind})
    played = browser.play(_photos)
    assert not played.problem, played.problem
    return seen | {"PNG and JPEG photos still show": played.facts["result"] == [True, True]}


def _photos(page: Page) -> list[bool]:
    seen = []
    for name in ("a.png", "b.jpg"):
        with suppress(Error):  # a page that is saved shows no photo
            page.goto(f"{SITE}/photo/{name}")
        seen.append(page.evaluate("document.images[0]?.naturalWidth > 0"))
    return seen


def never_html(app: Any) -> dict[str, bool]:
    """Exercise 02-2: what the API's answers open as."""
    exchanges = recorded("02-2", app)
    of_api = (each for each in exchanges if urlsplit(each.request.url).path.startswith("/api/"))
    answers = [each.response for each in of_api]
    kinds = [kind for kind, _ in opened([answer for answer in answers if answer])]
    return {"No answer of the API opens as a page": not any(kind in PAGES for kind in kinds)}


def five_files(given: Any) -> dict[str, bool]:
    """Exercise 02-3: each file with the answer's headers; what is no dict makes no response."""
    if not isinstance(given, dict) or not all(map(_are_fields, given.values())):
        return {}
    files = {letter: served(letter, headers) for letter, headers in given.items()}
    kinds = dict(zip(files, opened([*files.values()]), strict=True))
    ran = dict(zip(files, as_script([*files.values()]), strict=True))
    (drawn,) = as_image([files["d"]])
    return {
        "a: shows as text, and no script tag runs it": kinds["a"][0] == "text/plain"
        and not ran["a"],
        "b: is saved, and no script tag runs it": kinds["b"][0] == SAVED and not ran["b"],
        "d: an img tag shows it, and opened it runs no script": drawn
        and not a_script_marks(files["d"]),
    }


def _are_fields(headers: Any) -> bool:
    """Whether Flask could send them, and sends each as it is meant."""
    return isinstance(headers, dict) and all(
        is_name(name) and isinstance(each, str) and "\n" not in each
        for name, each in headers.items()
    )


def a_script_marks(drawing: Response, fresh: Collection[str] = ()) -> bool:
    """Whether a script in a drawing, or a page, runs, or one that it names: of any site.

    Its author knows the policy, and so the sites and the nonces in it, but for the fresh ones.
    """
    policy = Policy(*drawing.all("Content-Security-Policy"))
    code = Response(headers=(("Content-Type", "text/javascript"),), body=MARKS.encode())
    urls = ["/1", f"data:text/javascript,{quote(MARKS)}"]
    for host in {"evil.test", *(urlsplit(url).hostname for url in named(policy, "script"))}:
        if host and host != "shop.test":
            web.site(host, _Replay([code]))
            urls.append(f"https://{host}/0")
    nonces = [each for each in nonces_of(str(policy)) if each not in fresh]
    written = "".join(f'<script nonce="{each}">{MARKS}</script>' for each in ("", *nonces))
    named_ones = "".join(f'<script href="{url}"></script>' for url in urls)
    body = f'<svg xmlns="{SVG}">{written}{named_ones}</svg>'.encode()
    fields = tuple(field for field in drawing.headers if field[0] != "Content-Length")
    web.site("shop.test", _Replay([replace(drawing, headers=fields, body=body), code]))
    played = browser.play(_is_marked)
    assert not played.problem, played.problem
    return bool(played.facts["result"])


def _is_marked(page: Page) -> bool:
    with suppress(Error):  # it is saved, so nothing is opened
        page.goto(f"{SITE}/0")
        return bool(page.evaluate("document.documentElement.getAttribute('data-ran')") == "yes")
    return False


SEEN = {"02-1": safe_downloads, "02-2": never_html, "02-3": five_files}
