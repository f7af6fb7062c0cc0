"""Lesson 06, nonces and hashes: which script is the page's own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from helpers.caching import forbids_sharing, may_be_shared, shared_seconds
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Exercise, Requests, no_worse, still, stops
from helpers.exercises.anywhere import all_of, by_https, same_statuses
from helpers.exercises.clicks import clicks_call
from helpers.exercises.injections import (
    no_guessable_nonce,
    no_injected_code,
    no_moved_base,
    no_seen_nonce,
    no_upload_runs,
    nonces,
    opens,
    pages,
)
from helpers.exercises.nonce_shops import (
    guest_page,
    guest_visits,
    menu_shop,
    menu_visits,
    search_shop,
    search_visits,
)
from helpers.exercises.nonces import no_chosen_nonce
from helpers.exercises.own_code import calls_with_basket, own_parts_load
from helpers.exercises.page_code import running
from helpers.page import policy_of

HOUR = 3600


def no_eval(evidence: Evidence, _before: Evidence) -> str | None:
    """No page lets text become code."""
    for page in pages(evidence):
        if verdict := policy_of(page.response, page.url).allows("eval", page=page.url):
            return f"Expected eval to stay off in {page}, as it was; it is on. {verdict.why}"
    return None


def shows_the_same(evidence: Evidence, before: Evidence) -> str | None:
    """Every page has the text it had, and every request the status; a new file is welcome."""
    if why := same_statuses(_of_old(evidence, before), _of_old(before, before)):
        return why
    for page, then in zip(pages(evidence), pages(before), strict=True):
        shown, had = _text(page.response), _text(then.response)
        lost = [word for word in had if word not in shown]
        by_code = running(page, evidence) if lost else ""  # a script may write them
        if [word for word in had if word in shown] != shown or any(
            word not in by_code for word in lost
        ):
            return f"Expected {page} to show the text it showed before; it shows something else."
    return None


def _of_old(evidence: Evidence, before: Evidence) -> Evidence:
    """The exchanges but for those about a script that was not there before, or by http."""
    pairs = zip(evidence.exchanges, before.exchanges, strict=True)
    kept = (now for now, then in pairs if by_https(then) and not _new_script(then))
    return Evidence(exchanges=tuple(kept))


def _new_script(then: Exchange) -> bool:
    lacked = then.response is not None and then.response.status == 404
    return lacked and urlsplit(then.request.url).path.endswith(".js")


def _text(response: Response) -> list[str]:
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(response.text)
    parser.strip_tags(["script", "style"])
    return parser.root.text(separator=" ").split() if parser.root else []


def no_kept_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """A page with a nonce says that no shared cache may keep it."""
    for page in pages(evidence):
        sent = page.response.header("Cache-Control")
        has_nonce = any(opens(page, nonce) for nonce in nonces(page.response))
        if has_nonce and not forbids_sharing(page.response):
            return (
                f"Expected {page}, which has a nonce, to forbid caches to keep it; "
                f"its Cache-Control is {sent or 'missing'}."
            )
    return None


def still_kept(evidence: Evidence, _before: Evidence) -> str | None:
    """A shared cache may keep every page for an hour, and give it to everybody."""
    for page in pages(evidence):
        sent = page.response.header("Cache-Control")
        if not may_be_shared(page.response):
            return (
                f"Expected {page} to let caches keep it, as it did; its Cache-Control is "
                f"{sent or 'missing'}."
            )
        if (seconds := shared_seconds(page.response)) < HOUR:
            return (
                f"Expected {page} to let caches keep it for an hour, {HOUR} seconds, as it did; "
                f"its Cache-Control, {sent}, lets them keep it for {seconds}."
            )
        varies = ", ".join(page.response.all("Vary")).lower()
        if "*" in varies or re.search(r"\bcookie\b", varies):
            return f"Expected {page} to be kept for everybody; Vary: {varies} forbids that."
        if page.response.header("Set-Cookie") is not None:
            return f"Expected {page} to be kept for everybody; it sets a cookie for one visitor."
    return None


def same_for_everybody(evidence: Evidence, _before: Evidence) -> str | None:
    """Each visitor gets the same page under the same policy."""
    seen: dict[str, Response] = {}
    for page in pages(evidence):
        first = seen.setdefault(page.url, page.response)
        if page.response.body != first.body:
            return f"Expected {page} to be the same page for every visitor; two were different."
        policies = (each.all("Content-Security-Policy") for each in (first, page.response))
        if len({*policies}) > 1:
            return f"Expected {page} to have the same policy for every visitor; two were different."
    return None


REPAIR = Exercise(
    id="06-1",
    title="A page that its policy stopped",
    answer="app",
    probe=Requests(menu_visits, menu_shop),
    requirements=[
        stops("No code in the words runs", no_injected_code),
        stops("A nonce that somebody has seen opens nothing", all_of(no_seen_nonce, no_kept_nonce)),
        stops("A nonce cannot be guessed", all_of(no_chosen_nonce, no_guessable_nonce)),
        still("Both scripts of the page run", own_parts_load("putInBasket", "Today's menu")),
        still("The button puts a mocha into the basket", clicks_call("putInBasket")),
        no_worse("eval stays off", no_eval),
        no_worse("A <base> in the words still moves no script", no_moved_base),
        no_worse("Every page still shows what it showed", shows_the_same),
    ],
    hints=[
        "Put the app online with web.site and visit it: the console names two parts of the page. "
        "Then ask for the page twice, and look at what should differ.",
        "Which of the sources in script-src still count beside 'strict-dynamic'? And where does "
        "csp_nonce in the lesson keep the nonce of one request?",
        'Read "\'strict-dynamic\' hands trust on" and "Attributes have no nonce", under How it '
        "works.",
    ],
)

BUILD = Exercise(
    id="06-2",
    title="A nonce for each response",
    answer="app",
    probe=Requests(search_visits, search_shop),
    requirements=[
        stops("No code in the words runs", no_injected_code),
        stops("A nonce that somebody has seen opens nothing", no_seen_nonce),
        stops("A nonce cannot be guessed", all_of(no_chosen_nonce, no_guessable_nonce)),
        stops("A <base> in the words moves no script", no_moved_base),
        still("The page's scripts and its stylesheet load", own_parts_load("showBasket")),
        still("The basket still shows", calls_with_basket("showBasket")),
        no_worse("No shared cache keeps a nonce", no_kept_nonce),
        no_worse("Every page still shows what it showed", shows_the_same),
    ],
    hints=[
        "Three places need the same nonce: both script tags, and the policy. Make it once in each "
        "request, whoever asks for it first.",
        "default-src says where the stylesheet may come from; script-src names the nonce. One "
        "directive more stops <base>, and one header more speaks to caches.",
        'Read "The header" for the nonce, "What it does not stop" for <base>, and "A nonce that '
        'comes twice" for caches.',
    ],
)

TRANSFER = Exercise(
    id="06-3",
    title="A page that caches keep",
    answer="app",
    probe=Requests(guest_visits, guest_page),
    requirements=[
        stops("No code in a guest's words runs", no_injected_code),
        stops("A nonce that somebody has seen opens nothing", no_seen_nonce),
        stops("No file that a guest uploaded runs", no_upload_runs),
        still("The page's own script runs", own_parts_load("putInBasket")),
        still("Both buttons still put their coffee into the basket", clicks_call("putInBasket")),
        no_worse("Caches may still keep the page", still_kept),
        no_worse("Every visitor gets the same page", same_for_everybody),
        no_worse("The page still shows what it showed", shows_the_same),
    ],
    hints=[
        "What can a policy name that is no secret, and is the same for every visitor?",
        "First make the buttons work without attributes: querySelectorAll finds both. "
        "Then compute the hash from the very text that stands between the tags: let Python put "
        "the same variable into both.",
        'Read "A hash allows one text" and "Attributes have no nonce", under How it works.',
    ],
)

EXERCISES = (REPAIR, BUILD, TRANSFER)
