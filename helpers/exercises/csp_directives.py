"""Lesson 05, the directives of Content Security Policy."""

from __future__ import annotations

import re

from helpers.csp import Policy
from helpers.exercises import (
    Evidence,
    Exercise,
    Judgement,
    Requests,
    no_worse,
    still,
    stops,
)
from helpers.exercises.anywhere import (
    all_of,
    answered,
    named_nonces,
    no_duplicates,
    same_bodies,
)
from helpers.exercises.eight_policies import EIGHT_POLICIES
from helpers.exercises.in_words import asked
from helpers.exercises.loading import or_sent_on_to_https
from helpers.exercises.nonces import no_known_nonce
from helpers.exercises.of_pages import each_policy, pages, parts_of
from helpers.exercises.policies import (
    HASH,
    SHOP,
    by_a_word,
    every_part_loads,
    lets_in,
    no_injected_script,
    no_more_than,
    one_script,
)
from helpers.exercises.slips import CSP, another_name
from helpers.exercises.third_party_pages import (
    COMPANY,
    OF_CAFE,
    OF_DESK,
    cafe,
    cafe_visits,
    desk,
    desk_visits,
)
from helpers.sniffing import JAVASCRIPT, mime_type, runs_as_script


def no_hash(evidence: Evidence, _before: Evidence) -> str | None:
    """No page's policy has a hash: nothing that belongs to the page stands in it."""
    for exchange, _response, policy in each_policy(evidence):
        if found := re.search(HASH, str(policy)):
            return (
                f"Expected the policy of {asked(exchange)} to let in nothing that stands in the "
                f"page; {one_script(found[1])}"
            )
    return None


def no_old_nonce(evidence: Evidence, before: Evidence) -> str | None:
    """No page's policy has a nonce that somebody can know: none is needed here."""
    if not no_known_nonce(evidence, before):
        return None
    named = ((exchange, sorted(named_nonces(got))) for exchange, got in answered(evidence))
    exchange, nonces = next(each for each in named if each[1])
    return (
        f"Expected the policy of {asked(exchange)} to let in nothing by a nonce; it has "
        f"'nonce-{nonces[0]}', and who asks a few times knows it or can guess the next. None is "
        "needed here: take it out."
    )


def own_script_runs(evidence: Evidence, before: Evidence) -> str | None:
    """The script of the page is still sent as one."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        if not now.response or not then.response or now.response.status != 200:
            continue
        runs = runs_as_script(now.response)
        if JAVASCRIPT.fullmatch(mime_type(then.response)) and not runs:
            return f"Expected {asked(now)} to run as the script that it was; {runs.why}."
    return None


def nothing_by_a_word(evidence: Evidence, _before: Evidence) -> str | None:
    """No page's policy lets something in by a word alone."""
    for exchange, _response, policy in each_policy(evidence):
        if why := by_a_word(policy):
            return f"Expected the policy of {asked(exchange)} to let in nothing else; {why}."
    return None


def without_sandbox(evidence: Evidence, _before: Evidence) -> str | None:
    """No page's policy has a sandbox: each takes something from the page."""
    for exchange, _response, policy in each_policy(evidence):
        if any("sandbox" in each for each in policy.directive_sets):
            wanted = f"Expected the policy of {asked(exchange)} to leave the page as it was"
            return f"{wanted}; it has a sandbox: take that directive out."
    return None


def not_the(name: str, other: str) -> Judgement:
    """That the answer is another app than the one of this name: two exercises call theirs app."""
    script = f"{SHOP}/{name}.js"

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        there = [got for each, got in answered(evidence) if each.request.url == script]
        named = {part.url for each in evidence.exchanges for part in parts_of(each)}
        if script in named or not any(got.status == 404 for got in there):
            return None
        return (
            f"Expected app to be the {name}; GET /{name}.js answers 404. Run the cell of this "
            f"exercise again: {other} calls its own app the same."
        )

    return judge


every_part_works = all_of(without_sandbox, every_part_loads, own_script_runs)


THIRD_PARTIES = Exercise(
    id="05-2",
    title="A policy for a page and its third parties",
    answer="app",
    probe=Requests(cafe_visits, cafe),
    requirements=or_sent_on_to_https(
        stops("No injected script runs", all_of(no_injected_script, no_old_nonce, no_hash)),
        stops(
            "Nothing is let in that the pages do not need",
            all_of(no_more_than(OF_CAFE), nothing_by_a_word),
        ),
        still("Every part of both pages loads", every_part_works),
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
    ),
    another=not_the("cafe", "05-3"),
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


_OVERWRITTEN = " Did a hook below add yours? It runs first, and headers[…] = overwrites it."


def beside_the_company(judge: Judgement) -> Judgement:
    """The same, and it says so where no policy but the company's is in force."""
    company = Policy(COMPANY).directive_sets

    def judge_both(evidence: Evidence, before: Evidence) -> str | None:
        why = judge(evidence, before)
        sent = [got for _, got in pages(evidence)]
        alone = [got for got in sent if Policy(*got.all(CSP)).directive_sets == company]
        if why is None or not alone:
            return why
        other = next(filter(None, map(another_name, sent)), "")
        note = f" {other}" if other else _OVERWRITTEN * (len(alone) == len(sent))
        return f"{why} Only the company's policy is in force.{note}"

    return judge_both


TWO_POLICIES = Exercise(
    id="05-3",
    title="A policy beside the company's",
    answer="app",
    probe=Requests(desk_visits, desk),
    requirements=or_sent_on_to_https(
        stops(
            "No injected script runs",
            all_of(beside_the_company(no_injected_script), no_old_nonce),
        ),
        stops(
            "Nothing is let in that the page does not need",
            beside_the_company(all_of(no_more_than(OF_DESK), nothing_by_a_word)),
        ),
        still("Every part of the page loads", every_part_works),
        still("The script gets the tickets", lets_in(("connect", f"{SHOP}/tickets.json"))),
        still("The script reaches the chat", lets_in(("connect", "wss://chat.test/room"))),
        no_worse("The company's policy stays", company_policy_stays),
        no_worse("Every page still shows what it showed", same_bodies),
    ),
    another=not_the("desk", "05-2"),
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
