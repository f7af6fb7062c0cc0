"""Lesson 08, reports: what reports ask for, and the step to an enforced policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urljoin

from helpers.csp import Policy
from helpers.exercises import Evidence, Exercise, Judgement, Value, no_worse, still, stops
from helpers.exercises.anywhere import (
    all_of,
    nonces_of,
)
from helpers.exercises.enforced_policy import ENFORCED
from helpers.exercises.entries import unsendable
from helpers.exercises.named_sites import Thing, elsewhere
from helpers.exercises.of_pages import sandboxed
from helpers.exercises.policies import HASH
from helpers.exercises.report_attempts import (
    EVILS,
    EXTENSIONS,
    FONT,
    FORGED,
    GOOGLES,
    NEIGHBOURS,
    NEXT_FONT,
    NOT_TAKEN,
    PAYMENT,
    PICTURES,
    SOCKET,
    STOCK,
    WORDS,
    Asked,
    is_evils,
    needless,
    verdict_of,
    what_is,
)
from helpers.exercises.report_collector import COLLECTOR
from helpers.exercises.report_sites import SHOP, STYLES
from helpers.exercises.slips import because
from helpers.origin import same_origin


def _says(wanted: bool, asked: Sequence[Asked], why: str = "") -> Judgement:
    """The policy allows each of these, or blocks each."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        policy = Policy(evidence.value)
        for kind, url in asked:
            verdict = verdict_of(policy, (kind, url))
            if verdict.allowed is not wanted:
                should, does = ("allow", "blocks") if wanted else ("block", "allows")
                note = f"{because(policy, verdict)}{why}"
                return f"Expected the policy to {should} {what_is(kind, url)}; it {does} it. {note}"
        return None

    return judge


def _never_sent(evidence: Evidence, _before: Evidence) -> str | None:
    """Flask cannot send it: then no row has anything to say."""
    return unsendable("policy", evidence.value)


def _allows(*asked: Asked) -> Judgement:
    return _says(True, asked)


def _blocks(*asked: Asked, why: str = "") -> Judgement:
    return _says(False, asked, why)


def _names_no_other(which: Callable[[Thing], bool]) -> Judgement:
    """Of these things the policy names none that the shop does not take."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        return _blocks(*filter(which, needless(Policy(evidence.value))))(evidence, before)

    return judge


def _is_script(thing: Thing) -> bool:
    return thing[0] == "script"


def _is_other(thing: Thing) -> bool:
    return not _is_script(thing) and not is_evils(thing)


def _reports_here(evidence: Evidence, _before: Evidence) -> str | None:
    """What the policy blocks is told to nobody else."""
    for directives in Policy(evidence.value).directive_sets:
        for url in directives.get("report-uri", ()):
            if not same_origin(urljoin(SHOP, url), SHOP):
                return f"Expected the policy to report to no other site; report-uri says {url}."
    return None


def _no_hash(evidence: Evidence, _before: Evidence) -> str | None:
    """No code that stands in a page is the shop's own, so none has a hash in the policy."""
    found = re.search(HASH, evidence.value)
    return f"Expected the policy to allow no code in a page; it has {found[0]}." if found else None


def _no_form_elsewhere(evidence: Evidence, _before: Evidence) -> str | None:
    """Where the policy says where forms may go, that is the shop."""
    for url in elsewhere(Policy(evidence.value), "form-action", [SHOP]):
        return (
            f"Expected the policy to let no form send to another site; {url} would be allowed, "
            "by form-action."
        )
    return None


def _no_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """The policy, which stays the same, lets in nothing that has a nonce."""
    written = evidence.value
    for kind in ("inline-script", "inline-style"):
        for nonce in nonces_of(written):
            verdict = Policy(written).allows(kind, page=f"{SHOP}/", nonce=nonce, source="x()")
            if verdict:
                return (
                    f"Expected the policy to block {WORDS[kind]} with nonce={nonce!r}; it allows "
                    "it. What stands in a policy everybody can read: a nonce has to be new in each "
                    "response."
                )
    return None


def _no_sandbox(evidence: Evidence, _before: Evidence) -> str | None:
    """The policy sets no sandbox that keeps a page from its work."""
    why = sandboxed(Policy(evidence.value))
    return f"Expected the policy to leave the shop's pages free to work; {why}." if why else None


CURRENT = "default-src 'self'"
"""The policy that sent the twelve reports of exercise 2."""

TWELVE_REPORTS = Exercise(
    id="08-2",
    title="From twelve reports to a policy",
    answer="policy",
    probe=Value(given=CURRENT),
    another=_never_sent,
    requirements=[
        stops(
            "No script of a stranger runs",
            all_of(
                _blocks(*FORGED, why=" Anybody can send reports, five hundred of them too."),
                _names_no_other(_is_script),
            ),
        ),
        stops(
            "No code that stands in the page runs, and no eval",
            all_of(
                _blocks(("inline-script", None), ("event-handler", None), ("eval", None)),
                _no_nonce,
                _no_hash,
            ),
        ),
        stops(
            "Nothing is sent to evil.test",
            all_of(
                _blocks(*EVILS, SOCKET),
                _names_no_other(is_evils),
                _no_form_elsewhere,
                _reports_here,
            ),
        ),
        stops(
            "Nothing is let in for an extension",
            _blocks(
                *EXTENSIONS,
                ("inline-style", None),
                ("style-attribute", None),
                why=" No page of the shop asks for that: an extension of some visitor does.",
            ),
        ),
        stops(
            "Each place gives what the shop takes from it, and nothing else",
            all_of(_blocks(*NOT_TAKEN, *NEIGHBOURS), _names_no_other(_is_other)),
        ),
        still("The pictures and the icons show", _allows(*(("img", url) for url in PICTURES))),
        still(
            "The fonts load: Google's stylesheet and its files",
            _allows(("style", GOOGLES), ("font", FONT), ("font", NEXT_FONT)),
        ),
        still("The stock is fetched", _allows(("connect", STOCK))),
        still("The payment page stands in its frame", _allows(("frame", PAYMENT))),
        no_worse(
            "The shop's own files still load, and its forms are sent",
            all_of(
                _no_sandbox,
                _allows(
                    ("script", f"{SHOP}/app.js"),
                    ("style", STYLES),
                    ("img", f"{SHOP}/logo.png"),
                    ("connect", f"{SHOP}/basket"),
                    ("form-action", f"{SHOP}/basket"),
                ),
            ),
        ),
    ],
    hints=[
        "Sort the twelve first: what the shop says it uses, what somebody else asked for, and "
        "what an extension did.",
        "A directive that you add takes the place of default-src for its kind. What did "
        "default-src allow that has to stay allowed?",
        'Read "From a report to a directive" and "Noise", under How it works.',
    ],
)


EXERCISES = (COLLECTOR, TWELVE_REPORTS, ENFORCED)
