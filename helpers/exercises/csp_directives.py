"""Lesson 05, the directives of Content Security Policy."""

from __future__ import annotations

import re

from helpers.csp import Policy
from helpers.exchange import Response
from helpers.exercises import (
    Evidence,
    Exercise,
    Judgement,
    Requests,
    Value,
    no_worse,
    still,
    stops,
)
from helpers.exercises.anywhere import all_of, no_duplicates, nonces_of, same_bodies
from helpers.exercises.entries import entry, of_several_lines
from helpers.exercises.named_sites import Thing, attempts
from helpers.exercises.nonces import no_known_nonce
from helpers.exercises.of_pages import asked, each_policy, no_sandbox, pages
from helpers.exercises.policies import (
    CSP,
    SHOP,
    as_written,
    because,
    every_part_loads,
    lets_in,
    no_injected_script,
    no_more_than,
)
from helpers.exercises.third_party_pages import (
    COMPANY,
    OF_CAFE,
    OF_DESK,
    cafe,
    cafe_visits,
    desk,
    desk_visits,
)

PAGE = f"{SHOP}/"

BROKEN = {
    "a": "default-src: 'self'",
    "b": "default-src 'self' style-src 'self' 'unsafe-inline'",
    "c": "script_src 'self'; img-src 'self' https:",
    "d": "default-src 'self'; script-src 'self' 'none'",
    "e": "default-src *; default-src 'self'; font-src 'self' https://fonts.test",
    "f": "script-src 'self' https: //cdn.test",
    "g": "default-src 'self' data:",
    "h": "{'default-src': [\"'self'\"]}",
}
"""The eight policies exercise 1 starts from."""

INLINE = (("inline-script", ""), ("event-handler", ""))
OWN = {
    "script": f"{SHOP}/app.js",
    "style": f"{SHOP}/style.css",
    "img": f"{SHOP}/logo.svg",
    "font": f"{SHOP}/shop.woff2",
    "connect": f"{SHOP}/prices.json",
    "media": f"{SHOP}/film.webm",
    "frame": f"{SHOP}/map",
}
OWN_ALL = tuple(OWN.items())
OWN_FILES = tuple(pair for pair in OWN_ALL if pair[0] != "script")
CDN = (("script", "https://cdn.test/lib.js"), ("script", "https://cdn.test/2/chart.js"))
FONTS = (("font", "https://fonts.test/lab.woff2"), ("font", "https://fonts.test/2/bold.woff2"))
ANYWHERE = (("img", "https://pictures.example/cat.jpg"), ("img", "https://evil.test/img"))
DATA_IMAGE = ("img", "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>")
STYLES = (("inline-style", ""),)

Things = tuple[Thing, ...]

WISHES: dict[str, tuple[str, Things, Policy]] = {
    "a": ("everything from the shop itself, and no more", OWN_ALL, Policy("default-src 'self'")),
    "b": (
        "that, and styles in the page",
        (*OWN_ALL, *STYLES),
        Policy("default-src 'self'; style-src 'self' 'unsafe-inline'"),
    ),
    "c": (
        "the shop's scripts, and images of every https site",
        (OWN_ALL[0], OWN_ALL[2], *ANYWHERE),
        Policy("script-src 'self'; img-src 'self' https:"),
    ),
    "d": (
        "no script, and everything else of the shop",
        OWN_FILES,
        Policy("default-src 'self'; script-src 'none'"),
    ),
    "e": (
        "everything of the shop, and fonts.test's fonts",
        (*OWN_ALL, *FONTS),
        Policy("default-src 'self'; font-src 'self' https://fonts.test"),
    ),
    "f": (
        "scripts of the shop and of cdn.test",
        (OWN_ALL[0], *CDN),
        Policy("script-src 'self' https://cdn.test"),
    ),
    "g": (
        "everything of the shop, and data: images",
        (*OWN_ALL, DATA_IMAGE),
        Policy("default-src 'self'; img-src 'self' data:"),
    ),
    "h": ("everything from the shop itself, and no more", OWN_ALL, Policy("default-src 'self'")),
}
"""For each letter: the wish, what must be allowed, and the policy that allows no more."""


def means(letter: str) -> Judgement:
    """The answer's policy for ``letter`` allows what was wished for, and refuses the rest."""
    _, wanted, _ = WISHES[letter]

    def judge_one(policy: str) -> str | None:
        if why := of_several_lines(f'fixed["{letter}"]', policy):
            return why
        if not policy.strip():
            return f'Expected fixed["{letter}"] to be a policy; it is empty.'
        if nonces := nonces_of(policy):
            return (
                f'Expected fixed["{letter}"] to let in nothing else; it has '
                f"'nonce-{nonces[0]}'. Written down once, a nonce is the same in every response: "
                "who reads one page knows it."
            )
        if found := re.search(HASH, policy):
            return f'Expected fixed["{letter}"] to let in nothing else; {_one_script(found[1])}'
        for things, allowed in ((wanted, True), (unwanted(letter, policy), False)):
            for thing in things:
                if why := _otherwise(letter, policy, thing, allowed):
                    return why
        return None

    text = 'text, the value of one header (join a list or a dict with "; " first)'
    return entry("fixed", letter, str, text, judge_one)


HASH = r"(?i)'(sha(?:256|384|512)-[^']*)'"
"""A hash source expression (CSP Level 3, section 2.3.1)."""


def _one_script(found: str) -> str:
    return (
        f"it has '{found}'. A hash lets in the one text that it was made of, whoever put that "
        "text into the page."
    )


def no_hash(evidence: Evidence, _before: Evidence) -> str | None:
    """No page's policy has a hash: nothing that belongs to the page stands in it."""
    for exchange, _response, policy in each_policy(evidence):
        if found := re.search(HASH, str(policy)):
            return (
                f"Expected the policy of {asked(exchange)} to let in nothing that stands in the "
                f"page; {_one_script(found[1])}"
            )
    return None


def unwanted(letter: str, policy: str) -> Things:
    """What nobody wished for ``letter`` to allow, and an attacker would try."""
    widest = WISHES[letter][2]
    own = () if widest.allows(*OWN_ALL[0], page=PAGE) else OWN_ALL[:1]
    return (*own, *INLINE, *attempts(Policy(policy), widest, PAGE))


def _otherwise(letter: str, policy: str, thing: Thing, allowed: bool) -> str | None:
    """Why the policy does not decide as it should, or None where it does."""
    verdict = Policy(policy).allows(*thing, page=PAGE)
    if verdict.allowed is allowed:
        return None
    should, does = ("allow", "refuses it") if allowed else ("refuse", "allows it")
    why = because(Response(headers=((CSP, policy),)), verdict, thing)
    return f'Expected fixed["{letter}"] to {should} {as_written(*thing)}; it {does}. {why}'


EIGHT_POLICIES = Exercise(
    id="05-1",
    title="Eight policies that are open by mistake",
    answer="fixed",
    probe=Value(given=BROKEN),
    requirements=[stops(f"{letter}: {wish[0]}", means(letter)) for letter, wish in WISHES.items()],
    hints=[
        "Run try_policies(...) with one of the eight: what does the browser say about it? About "
        "one of them it says nothing. What becomes of fonts, images and styles, ask(..., "
        'page="https://shop.test/") tells.',
        "d, e and f: which word counts only alone, which directive counts if it stands there "
        "twice, and what does https: mean with a space behind it? For g: which kind of thing is "
        "to come from data:, and what else does default-src stand in for?",
        "Read the table below the eight policies, under Mistakes people make; for g read "
        '"Spelt right, and open all the same".',
    ],
)


THIRD_PARTIES = Exercise(
    id="05-2",
    title="A policy for a page and its third parties",
    answer="app",
    probe=Requests(cafe_visits, cafe),
    requirements=[
        stops("No injected script runs", all_of(no_injected_script, no_known_nonce, no_hash)),
        stops("Nothing is let in that the pages do not need", no_more_than(OF_CAFE)),
        still("Every part of both pages loads", all_of(no_sandbox, every_part_loads)),
        still(
            "The stylesheet gets its font",
            lets_in(("font", "https://fonts.gstatic.com/lab.woff2")),
        ),
        still(
            "The script gets the menu and the weather",
            lets_in(
                ("connect", f"{SHOP}/menu.json"),
                ("connect", "https://api.open-meteo.com/v1/forecast"),
            ),
        ),
        no_worse("Every page still shows what it showed", same_bodies),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        'Put the app online, web.site("shop.test", app), and visit it: the console names what '
        "your policy refuses, and the directive that refuses it.",
        "Write down each thing the page loads: its kind, its host, and who asks for it, the page, "
        "its stylesheet or its script. Each kind has its own directive.",
        'Read "A policy from what a page loads", under How it works, and below it '
        '"A fallback is not a base".',
    ],
)


def company_policy_stays(evidence: Evidence, _before: Evidence) -> str | None:
    """Every response carries the company's policy, beside whatever else it carries."""
    (company,) = Policy(COMPANY).directive_sets
    for exchange in evidence.exchanges:
        response = exchange.response
        if response and dict(company) not in map(dict, Policy(*response.all(CSP)).directive_sets):
            sent = ", ".join(response.all(CSP)) or "none"
            return (
                f"Expected {exchange.request} to carry the company's policy, as before; "
                f"its policy is {sent}. Leave the company's header as it is, and send the desk's "
                "policy in another."
            )
    return None


def beside_the_company(judge: Judgement) -> Judgement:
    """The same, and it says so where no policy but the company's is in force."""
    company = Policy(COMPANY).directive_sets

    def judge_both(evidence: Evidence, before: Evidence) -> str | None:
        why = judge(evidence, before)
        alone = any(Policy(*got.all(CSP)).directive_sets == company for _, got in pages(evidence))
        if why is None or not alone:
            return why
        return f"{why} That is the company's policy; no other one is in force."

    return judge_both


TWO_POLICIES = Exercise(
    id="05-3",
    title="A policy beside the company's",
    answer="app",
    probe=Requests(desk_visits, desk),
    requirements=[
        stops(
            "No injected script runs",
            all_of(beside_the_company(no_injected_script), no_known_nonce),
        ),
        stops(
            "Nothing is let in that the page does not need",
            beside_the_company(no_more_than(OF_DESK)),
        ),
        still("Every part of the page loads", all_of(no_sandbox, every_part_loads)),
        still("The script gets the tickets", lets_in(("connect", f"{SHOP}/tickets.json"))),
        still("The script reaches the chat", lets_in(("connect", "wss://chat.test/room"))),
        no_worse("The company's policy stays", company_policy_stays),
        no_worse("Every page still shows what it showed", same_bodies),
    ],
    hints=[
        "A thing must pass both policies. So ask of the desk's own policy alone: what does it "
        "refuse that the page needs? In a new cell, own = the text of your policy, then "
        'Policy(own).allows("img", "https://shop.test/logo.svg", page="https://shop.test/") says '
        "it, and why. Likewise for what its script asks for.",
        "img-src and connect-src are there. What do they add to default-src?",
        'Read "A fallback is not a base" and "Scheme and port count", under How it works.',
    ],
)

EXERCISES: tuple[Exercise, ...] = (EIGHT_POLICIES, THIRD_PARTIES, TWO_POLICIES)
