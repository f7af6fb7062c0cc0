"""Lesson 06, nonces and hashes: which script is the page's own."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from helpers.csp import Policy
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Exercise, Judgement, Requests, no_worse, still, stops
from helpers.exercises.anywhere import answered, happened, same_statuses
from helpers.exercises.injections import (
    Page,
    cache_control,
    may_be_kept,
    no_guessable_nonce,
    no_injected_code,
    no_known_nonce,
    no_moved_base,
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
from helpers.page import Part, parts

OWN_KINDS = ("script", "inline-script", "style", "inline-style")
"""What the pages have of their own; their handlers have a requirement of their own."""


def own_parts_load(*code: str) -> Judgement:
    """No script and no style of the page's own is blocked, and this code is still among them."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for page in pages(evidence):
            for part in parts(page.response, page.url):
                if part.kind in OWN_KINDS and (why := _why_it_fails(part, page, evidence)):
                    return f"Expected {part} of {page} to load; {why}"
            for text in code:
                if text not in _code(page, evidence):
                    return f"Expected a script of {page} to hold {text}; none that may run does."
        return None

    return judge


def _why_it_fails(part: Part, page: Page, evidence: Evidence) -> str:
    if not part.verdict:
        return f"a browser blocks it, because {_why_blocked(part, page.response)}"
    files = {each.request.url: each for each in evidence.exchanges}
    file = files.get(part.url or "")
    lacks = file and file.response and file.response.status != 200
    return f"on {file.request} {happened(file)}." if file and lacks else ""


def _why_blocked(part: Part, response: Response) -> str:
    nonce = re.search(r'nonce="([^"]*)', part.tag)
    policy = response.header("Content-Security-Policy") or ""
    why = part.verdict.why
    if nonce and re.search("{|csp_nonce", nonce[1]):
        return f"its nonce is the text {nonce[1]}: nobody has filled it in."
    if re.search(r"'sha256-[0-9a-f]{64}'", policy):
        return "its policy has a hash in hex: a hash is base64 of the digest."
    if nonce and "'nonce-" in policy:
        return f"its nonce is not the one in the policy. {why}"
    if "'nonce-" in policy:
        return f"its tag has no nonce. {why}"
    if "sha256-" in policy and part.source:
        fits = b64encode(sha256(part.source.encode()).digest()).decode()
        return f"the code between its tags has another hash, 'sha256-{fits}'."
    return why


def calls(name: str) -> Judgement:
    """Code that may run calls this function, where the page or its files define it."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for page in pages(evidence):
            if _code(page, evidence).count(name) < 2:
                return (
                    f"Expected {page} to define {name} and to call it; no code that may run there "
                    "does both."
                )
        return None

    return judge


def clicks_call(name: str) -> Judgement:
    """A click reaches this function: by an ``onclick`` that may run, or by code that listens.

    A judge without a browser sees that code listens for clicks and calls the function; the
    answers of the bank are clicked in Chromium.
    """

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for page in pages(evidence):
            there = [part for part in parts(page.response, page.url) if _handles(part, name)]
            code = _code(page, evidence)
            by_attribute = bool(there) and all(part.verdict for part in there) and name in code
            if by_attribute or (code.count(name) > 1 and "click" in code):
                continue
            wanted = f"Expected a click on {page} to call {name};"
            if there and name in code:
                return f"{wanted} {there[0]} is blocked. {there[0].verdict.why}"
            return f"{wanted} no code that may run there defines it and listens for a click."
        return None

    return judge


def _handles(part: Part, name: str) -> bool:
    return part.kind == "event-handler" and name in (part.source or "")


def _code(page: Page, evidence: Evidence) -> str:
    """All code that may run in the page: in its tags, and in those of its files that we asked."""
    files = {each.request.url: got for each, got in answered(evidence) if got.status == 200}
    code = []
    for part in parts(page.response, page.url):
        if part.verdict and part.kind == "inline-script":
            code.append(part.source or "")
        elif part.verdict and part.kind == "script" and part.url in files:
            code.append(files[part.url].text)
    return "\n".join(code)


def no_eval(evidence: Evidence, _before: Evidence) -> str | None:
    """No page lets text become code."""
    for page in pages(evidence):
        policy = Policy(*page.response.all("Content-Security-Policy"))
        if verdict := policy.allows("eval", page=page.url):
            return f"Expected eval to stay off in {page}, as it was; it is on. {verdict.why}"
    return None


def shows_the_same(evidence: Evidence, before: Evidence) -> str | None:
    """Every page has the text it had, and every request the status; a new file is welcome."""
    if why := same_statuses(_of_old(evidence, before), _of_old(before, before)):
        return why
    for page, then in zip(pages(evidence), pages(before), strict=True):
        if _text(page.response) != _text(then.response):
            return f"Expected {page} to show the text it showed before; it shows something else."
    return None


def _of_old(evidence: Evidence, before: Evidence) -> Evidence:
    """The exchanges but for those about a script that was not there before."""
    pairs = zip(evidence.exchanges, before.exchanges, strict=True)
    return Evidence(exchanges=tuple(now for now, then in pairs if not _new_script(then)))


def _new_script(then: Exchange) -> bool:
    lacked = then.response is not None and then.response.status == 404
    return lacked and then.request.url.endswith(".js")


def _text(response: Response) -> list[str]:
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(response.text)
    parser.strip_tags(["script", "style"])
    return parser.root.text(separator=" ").split() if parser.root else []


def no_kept_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """A page with a nonce says that no shared cache may keep it."""
    for page in pages(evidence):
        sent = page.response.header("Cache-Control")
        asks = cache_control(page.response)
        if any(opens(page, nonce) for nonce in nonces(page.response)) and not (
            asks.no_store or asks.private or asks.no_cache
        ):
            return (
                f"Expected {page}, which has a nonce, to forbid caches to keep it; "
                f"its Cache-Control is {sent or 'missing'}."
            )
    return None


def still_kept(evidence: Evidence, _before: Evidence) -> str | None:
    """A shared cache may keep every page for a while."""
    for page in pages(evidence):
        if not may_be_kept(page.response):
            sent = page.response.header("Cache-Control")
            return (
                f"Expected {page} to let caches keep it, as it did; its Cache-Control is "
                f"{sent or 'missing'}."
            )
    return None


def same_for_everybody(evidence: Evidence, _before: Evidence) -> str | None:
    """Each visitor gets the same page under the same policy."""
    first, *others = pages(evidence)
    policy = first.response.all("Content-Security-Policy")
    for page in others:
        if page.response.body != first.response.body:
            return f"Expected {page} to be the same page for every visitor; two were different."
        if page.response.all("Content-Security-Policy") != policy:
            return f"Expected {page} to have the same policy for every visitor; two were different."
    return None


REPAIR = Exercise(
    id="06-1",
    title="A page that its policy stopped",
    answer="app",
    probe=Requests(menu_visits, menu_shop),
    requirements=[
        stops("No code in the words runs", no_injected_code),
        stops("A nonce that somebody has seen opens nothing", no_known_nonce),
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
        stops("A nonce that somebody has seen opens nothing", no_known_nonce),
        stops("A nonce cannot be guessed", no_guessable_nonce),
        stops("A <base> in the words moves no script", no_moved_base),
        still("The page's scripts and its stylesheet load", own_parts_load("showBasket")),
        still("The basket still shows", calls("showBasket")),
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
        stops("A nonce that somebody has seen opens nothing", no_known_nonce),
        stops("No file that a guest uploaded runs", no_upload_runs),
        still("The page's own script runs", own_parts_load("putInBasket")),
        still("Both buttons still put their coffee into the basket", clicks_call("putInBasket")),
        no_worse("Caches may still keep the page", still_kept),
        no_worse("Every visitor gets the same page", same_for_everybody),
        no_worse("The page still shows what it showed", shows_the_same),
    ],
    hints=[
        "What can a policy name that is no secret, and is the same for every visitor?",
        "First make the buttons work without attributes. Then compute the hash from the very text "
        "that stands between the tags: let Python put the same variable into both.",
        'Read "A hash allows one text", under How it works.',
    ],
)

EXERCISES = (REPAIR, BUILD, TRANSFER)
