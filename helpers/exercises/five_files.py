"""Exercise 02-3: the headers of five files, each of which a browser should take for what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from helpers import sniffing
from helpers.csp import Policy
from helpers.exchange import Exchange, Response, get
from helpers.exercises import Evidence, Exercise, Judgement, Value, stops
from helpers.exercises.anywhere import nonces_of
from helpers.exercises.api_answers import is_json
from helpers.exercises.arrivals import SHOP
from helpers.exercises.each_response import every_response, never_sniffed
from helpers.exercises.entries import headers_entry
from helpers.exercises.named_sites import named
from helpers.exercises.upload_sites import FILES, GIVEN


def served(letter: str, headers: Mapping[str, str]) -> Response:
    """The response that these headers make of the file."""
    return Response(headers=tuple(headers.items()), body=FILES[letter])


def _with(letter: str, judge_one: Callable[[Response], str | None]) -> Judgement:
    return headers_entry("served", letter, lambda given: judge_one(served(letter, given)))


def _no_script(response: Response) -> str | None:
    if runs := sniffing.runs_as_script(response):
        return f"Expected a script tag not to run the file; a browser runs it, because {runs.why}."
    return None


def _poem(response: Response) -> str | None:
    opens = "a file to save" if sniffing.saved(response) else sniffing.computed_type(response)
    if opens != "text/plain":
        return f"Expected a browser to open the poem as text/plain; it takes it for {opens}."
    return _no_script(response)


def _page(response: Response) -> str | None:
    kind, page = sniffing.computed_type(response), sniffing.opens_as_page(response)
    if sniffing.saved(response) or not (_SHOWN.match(kind) or page):
        return _no_script(response)
    if page:
        return f"Expected a browser to save the file; it opens it, because {page.why}."
    who = "each opens it" if kind in _ALL_SHOW else "some open it"
    return f"Expected all browsers to save the file; {who}, as {kind}."


_ALL_SHOW = ("text/plain", "image/png", "image/jpeg")
_SHOWN = re.compile("text/|image/|audio/|video/|multipart/|application/pdf|.*(json|javascript)")
"""The types, beside those of pages, that some browser shows where nothing says to save them.

Others it cannot display, and saves (HTML, section 7.4.5, "loading a document").
"""


def _own_script(response: Response) -> str | None:
    runs = sniffing.runs_as_script(response)
    if not runs:
        return f"Expected a script tag to run the file; a browser refuses, because {runs.why}."
    own_type = sniffing.JAVASCRIPT.fullmatch(sniffing.mime_type(response))
    if not own_type:
        kind = sniffing.mime_type(response) or "missing"
        return f"Expected a JavaScript type; it is {kind}, and a browser guesses."
    if not sniffing.nosniff(response):
        return "Expected nosniff beside the type; the response comes without it."
    return None


def _drawing(response: Response) -> str | None:
    kind = sniffing.mime_type(response)
    if kind != "image/svg+xml":
        return (
            f"Expected an img tag to show the drawing; it does not: the type is "
            f"{kind or 'missing'}, and a browser draws SVG of its own type only."
        )
    policy = Policy(*response.all("Content-Security-Policy"))
    if sniffing.runs_when_opened(response, SHOP + "/files/d"):
        sent = f'its policy, "{policy}", lets scripts run' if str(policy) else "it has no policy"
        if response.header("Content-Security-Policy-Report-Only"):
            sent += ": Report-Only stops nothing"
        return (
            "Expected no script to run when the file is opened; one runs, because a drawing that "
            f"is not saved opens as a page, and {sent}."
        )
    named = named_script(policy, SHOP + "/files/d") if sniffing.opens_as_page(response) else None
    return named and f"Expected no script to run when the file is opened; {named}"


def named_script(policy: Policy, page: str, fresh: Collection[str] = ()) -> str | None:
    """A script that a visitor's file can name, and that its policy lets run.

    ``fresh`` are nonces that no file can hold: they come in one response, and no other.
    """
    for nonce in (each for each in nonces_of(str(policy)) if each not in fresh):
        if policy.allows("inline-script", page=page, source="x()", nonce=nonce):
            return f"'nonce-{nonce}' is known before, so a script in the next file can carry it."
    tried = {SHOP + "/files/c": "one that is a file of your site"}
    for url in (*named(policy, "script"), "https://evil.test/x.js", "data:text/javascript,x()"):
        tried.setdefault(url, url)
    for url, what in tried.items():
        if verdict := policy.allows("script", url, page=page):
            sandboxed = any("sandbox" in each for each in policy.directive_sets)
            why = "Its sandbox has allow-scripts, so it stops none." if sandboxed else verdict.why
            return f"{what} does. {why}"
    return None


def _answer(response: Response) -> str | None:
    one = Evidence(exchanges=(Exchange(get("/e"), response),))
    why = is_json(one, one) or every_response(never_sniffed)(one, one)
    return why.replace("GET /e, status 200,", "file e") if why else None


FIVE_FILES = Exercise(
    id="02-3",
    title="Five files, five wishes",
    answer="served",
    probe=Value(given=GIVEN),
    requirements=[
        stops("a: shows as text, and no script tag runs it", _with("a", _poem)),
        stops("b: is saved, and no script tag runs it", _with("b", _page)),
        stops("c: a script tag runs it, by its type and no guess", _with("c", _own_script)),
        stops("d: an img tag shows it, and opened it runs no script", _with("d", _drawing)),
        stops("e: is JSON, and no browser guesses", _with("e", _answer)),
    ],
    hints=[
        "Ask of each file: what is it when it is opened, and may a script tag run it?",
        "Four headers are enough for all five: Content-Type, X-Content-Type-Options, "
        "Content-Disposition, and a policy for one of them.",
        "Read the last table under What it does not stop: a drawing needs its own type to show.",
    ],
)
