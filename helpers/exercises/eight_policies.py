"""Exercise 05-1: eight policies that are open by mistake, and what each was meant to be."""

from __future__ import annotations

import re

from helpers.csp import Policy
from helpers.exchange import Response
from helpers.exercises import Exercise, Judgement, Value, stops
from helpers.exercises.anywhere import nonces_of
from helpers.exercises.entries import entry, of_several_lines
from helpers.exercises.named_sites import Thing, attempts, decided
from helpers.exercises.policies import HASH, SHOP, as_written, by_a_word, one_script, why_so
from helpers.exercises.slips import CSP

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
            return f'Expected fixed["{letter}"] to let in nothing else; {one_script(found[1])}'
        for things, allowed in ((wanted, True), (unwanted(letter, policy), False)):
            for thing in things:
                if why := _otherwise(letter, policy, thing, allowed):
                    return why
        if why := by_a_word(Policy(policy)):
            return f'Expected fixed["{letter}"] to let in nothing else; {why}.'
        return _without_its_origin(letter, policy)

    text = 'text, the value of one header (join a list or a dict with "; " first)'
    return entry("fixed", letter, str, text, judge_one)


def _without_its_origin(letter: str, policy: str) -> str | None:
    """That its sandbox keeps fonts and answers from the page: they are of another origin then."""
    wanted = [url for kind, url in WISHES[letter][1] if kind in ("font", "connect")]
    words = [each["sandbox"] for each in Policy(policy).directive_sets if "sandbox" in each]
    if wanted and any("allow-same-origin" not in map(str.lower, each) for each in words):
        return (
            f'Expected fixed["{letter}"] to allow {wanted[0]}; it has a sandbox without '
            "allow-same-origin, so the page counts as one of another site, and does not get it. "
            "Take the sandbox out."
        )
    return None


def unwanted(letter: str, policy: str) -> Things:
    """What nobody wished for ``letter`` to allow, and an attacker would try."""
    widest = WISHES[letter][2]
    own = () if widest.allows(*OWN_ALL[0], page=PAGE) else OWN_ALL[:1]
    return (*own, *INLINE, *attempts(Policy(policy), widest, PAGE))


def _otherwise(letter: str, policy: str, thing: Thing, allowed: bool) -> str | None:
    """Why the policy does not decide as it should, or None where it does."""
    verdict = decided(Policy(policy), thing, PAGE)
    if verdict.allowed is allowed:
        return None
    should, does = ("allow", "refuses it") if allowed else ("refuse", "allows it")
    why = why_so(Response(headers=((CSP, policy),)), verdict, thing)
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
