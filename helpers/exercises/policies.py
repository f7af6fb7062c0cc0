"""Judgements of the policies of a site's pages, and what to say of a policy that is misspelt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from helpers.csp import Policy, Verdict
from helpers.csp_match import parse_url, scheme_part_match
from helpers.csp_parse import DirectiveSet
from helpers.csp_source import parse_url_source
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered
from helpers.exercises.drawn import DRAWN
from helpers.exercises.in_words import asked
from helpers.exercises.named_sites import PLACES, Thing, decided, let_in
from helpers.exercises.of_pages import each_policy, pages
from helpers.exercises.slips import CSP, NONE_CAME, because, beside, several, slip
from helpers.page import blocked, parts, policy_of, running_code

SHOP = "https://shop.test"
ENOUGH = 2
"""Policies of a response in the exercise that wants the most of them."""

IN_THE_PAGE = {
    "inline-script": "a script in the page",
    "event-handler": "an onclick= in the page",
    "inline-style": "a style in the page",
    "style-attribute": "a style= in the page",
    "eval": "eval()",
}
"""What has no address, in words."""


BY_WORD = {
    "'inline-speculation-rules'": (
        "inline-script",
        "<script type=speculationrules> in the page makes a browser fetch any address",
    ),
    "'wasm-unsafe-eval'": ("eval", "a script may compile WebAssembly, which is code"),
}
"""What is let in by a word, and has no address: the kind whose directive holds it, and what."""


def by_a_word(policy: Policy) -> str | None:
    """Which of these words is in force in each policy, and what it does."""
    for word, (kind, what) in BY_WORD.items():
        in_force = policy.in_force(kind)
        if in_force and all(one and word in map(str.lower, one[1]) for one in in_force):
            return f"it has {word}, by which {what}"
    return None


HASH = r"(?i)'(sha(?:256|384|512)-[^']*)'"
"""A hash source expression (CSP Level 3, section 2.3.1)."""


def one_script(found: str) -> str:
    """What a hash in a policy lets in, for the end of a sentence."""
    return (
        f"it has '{found}'. A hash lets in the one text that it was made of, whoever put that "
        "text into the page."
    )


def no_more_than(widest: Policy) -> Judgement:
    """No page lets in what this policy would keep out, whatever an attacker tries."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response, policy in each_policy(evidence):
            for thing in let_in(policy, widest, exchange.request.url):
                verdict = decided(policy, thing, exchange.request.url)
                if verdict:
                    wanted = f"Expected the policy of {asked(exchange)} to keep out"
                    why = why_so(response, verdict)
                    if why.endswith("or default-src."):
                        why += " A default-src would stand in."
                    return f"{wanted} {as_written(*thing)}; it lets it in. {why}"
        return None

    return judge


def lets_in(*things: Thing) -> Judgement:
    """The page at ``/`` may load each of these."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        exchange, response = answered(evidence)[0]
        policy = policy_of(response, exchange.request.url)
        for kind, url in things:
            verdict = policy.allows(kind, url, page=exchange.request.url)
            if not verdict:
                wanted = f"Expected the policy of {asked(exchange)} to allow"
                why = why_so(response, verdict, (kind, url))
                return f"{wanted} {as_written(kind, url)}; it refuses. {why}"
        return None

    return judge


def no_injected_script(evidence: Evidence, _before: Evidence) -> str | None:
    """No page runs a script that has the word in it which the request carries."""
    found = ((one, got, re.search(DRAWN, one.request.url)) for one, got in pages(evidence))
    ran = (runs(one, got, word[0]) for one, got, word in found if word)
    return or_of_another(next(filter(None, ran), None), evidence)


def or_of_another(why: str | None, evidence: Evidence) -> str | None:
    """The same; where it says that no policy came with a page, also what one came with."""
    has_one = (exchange for exchange, response in answered(evidence) if response.all(CSP))
    if why and why.endswith(f"{NONE_CAME}.") and (other := next(has_one, None)):
        return f"{why} {asked(other)} has one, which counts there alone."
    return why


def runs(
    exchange: Exchange, page: Response, mark: str, files: Mapping[str, str] = MappingProxyType({})
) -> str | None:
    """That a browser runs what is injected into the page that was sent, or into one made of it.

    ``mark`` is in each piece of it; ``files`` says of addresses what is there.
    """
    ran = running_code(page, exchange.request.url, mark)
    if not ran:
        return None
    what = next((f", {files[url]}" for url in files if (ran.url or "").startswith(url)), "")
    if ran.attributes.get("nonce"):
        what = ", to which the app gave the nonce"
    wanted = f"Expected a browser not to run {ran}{what}, injected into {asked(exchange)};"
    return f"{wanted} it runs. {why_so(page, ran.verdict)}"


def every_part_loads(evidence: Evidence, before: Evidence) -> str | None:
    """A page that nothing was injected into loads all its parts."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        url = now.request.url
        if now.response is None or then.response is None or _injected(url):
            continue
        if len(parts(now.response, url)) < len(parts(then.response, url)):
            return f"Expected {asked(now)} to have the parts it had before; some are gone."
        for part in blocked(now.response, url):
            wanted = f"Expected {part} of {asked(now)} to load;"
            why = why_so(now.response, part.verdict, (part.kind, part.url or ""))
            return f"{wanted} a browser refuses it. {why}"
    return None


def as_written(kind: str, url: str) -> str:
    """An address and the directive that is about it, as a learner writes it."""
    directive = kind if kind in PLACES else f"{kind}-src"
    return IN_THE_PAGE.get(kind) or f"{url} ({directive})"


def why_so(response: Response, verdict: Verdict, refused: Thing | None = None) -> str:
    """Why a browser decided so, and what of the header it does not take as it was meant."""
    sent = policy_of(response, SHOP + "/")
    if slip(sent) or verdict.policy is None or not (refused and refused[1]):
        return because(sent, verdict, response) + _secure_too(verdict)
    in_force = sent.directive_sets[verdict.policy]
    notes = (
        _second(sent, refused) if len(sent.directive_sets) > ENOUGH else "",
        _almost_named(in_force, verdict, refused[1]),
        beside(sent, verdict),
        _second(sent, refused),
    )
    return f"{verdict.why} {next(filter(None, notes), '')}".strip()


def _secure_too(verdict: Verdict) -> str:
    """That a scheme lets its secure one in as well, where it decided (CSP Level 3, 6.7.2.9)."""
    by = re.search("thanks to (http|ws):", verdict.why)
    return f" {by[1]}: includes {by[1]}s:." if by else ""


def _almost_named(in_force: DirectiveSet, verdict: Verdict, url: str) -> str:
    """That a source names what is below the host of what was refused, or not for its scheme."""
    wanted = parse_url(url)
    for text in in_force[str(verdict.directive)]:
        source = parse_url_source(text)
        if source and source.host == f"*.{wanted.host}":
            return f"{text} is every name below {wanted.host}, and not {wanted.host} itself."
        if source and source.host and source.host == wanted.host:
            scheme = source.scheme or "https"
            if not scheme_part_match(scheme, wanted.scheme):
                return f"{text} is that host by {scheme}:, and this goes by {wanted.scheme}:."
    return ""


def _second(sent: Policy, refused: Thing) -> str:
    """That there are several policies, where one of them would have let it in."""
    alone = (Policy(one) for one in str(sent).split(", "))
    lets_it_in = any(one.allows(*refused, page=SHOP + "/") for one in alone)
    return several(sent) if lets_it_in else ""


def _injected(url: str) -> bool:
    return "%3C" in url
