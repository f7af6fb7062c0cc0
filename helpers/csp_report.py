"""What a policy means, as a person asks it: what runs, loads and leaves, and what is wrong with it.

``verdict_of`` answers one question of ``csp --jsonl``; ``meaning`` answers the usual ones at once.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from helpers.csp import Policy
from helpers.csp_advice import Advice, Severity
from helpers.csp_advice.rows import (
    EVIL,
    EVIL_SOCKET,
    INJECTED,
    PAGE,
    lets_through,
    main_directive,
    sources_in_force,
    works,
)
from helpers.csp_match import HASH_ALGORITHMS
from helpers.csp_source import (
    NONCE_SOURCE,
    UrlSource,
    an_address,
    parse_hash_source,
    parse_url_source,
)
from helpers.jsonl import field

KEPT = 16_384
"""Characters of a policy: a longer one is read anew each time, so that memory stays bounded."""

LISTED = "listed()"
LISTED_HASH = f"sha256-{b64encode(sha256(LISTED.encode()).digest()).decode()}"
"""Code, and its hash, to ask what comes of code whose hash a policy has."""

QUESTIONS = (
    ("a script file of your own", "script", PAGE + "app.js"),
    ("a script file of any other site", "script", EVIL),
    ("a script written into the page", "inline-script", None),
    ("onclick= and the like", "event-handler", None),
    ("eval() of text", "eval", None),
    ("a style written into the page", "inline-style", None),
    ("an image of any site", "img", EVIL),
    ("fetch() or WebSocket to any site", "connect", EVIL, EVIL_SOCKET),
    ("any site in a frame of your page", "frame", EVIL),
    ("your page in a frame of any site", "frame-ancestors", EVIL),
    ("a form that sends to any site", "form-action", EVIL),
    ("a <base> that leads to any site", "base-uri", EVIL),
)
"""What each row asks about, and the kind and addresses of the requests that answer it."""

GIVEN = {
    "script": "scripts",
    "style": "styles",
    "img": "images",
    "font": "fonts",
    "connect": "fetch() or WebSocket",
    "media": "sound and film",
    "frame": "a frame in your page",
    "object": "<object>",
    "form-action": "what your forms send",
    "base-uri": "<base>",
    "frame-ancestors": "your page in its frames",
}
"""What a site may give a page or get of it, by kind, in words."""


@dataclass(frozen=True)
class Meaning:
    """A question about a policy, the answer (yes, no, with nonce or with hash), and the reason."""

    question: str
    answer: str
    because: str


def meaning(policy: Policy) -> tuple[Meaning, ...]:
    """The answers to the usual questions, for a page at https://shop.test/."""
    return tuple(
        Meaning(question, *_first_yes(_answer(policy, kind, url) for url in urls))
        for question, kind, *urls in QUESTIONS
    )


def _first_yes(answers: Iterable[tuple[str, str]]) -> tuple[str, str]:
    every = list(answers)
    return next((each for each in every if each[0] == "yes"), every[0])


def _answer(policy: Policy, kind: str, url: str | None) -> tuple[str, str]:
    verdict = policy.allows(kind, url, page=PAGE, source=INJECTED)
    if not verdict and verdict.directive == "sandbox":
        return "no", "sandbox"
    if not any(policy.in_force(kind)):
        return "yes", f"there is no {main_directive(kind)}"
    governing = [each for each in policy.in_force(kind) if each]
    directive, value = governing[0]
    if verdict:
        found = next(iter(lets_through((kind, url))(policy)), None)
        return "yes", f"{found.token} in {found.directive}" if found else directive
    proofs = ["nonce"] if _works_with_nonce(policy, value, kind, url) else []
    proofs += ["hash"] if _works_with_hash(policy, value, kind, url) else []
    answer = f"with {' or '.join(proofs)}" if proofs else "no"
    return answer, verdict.directive or directive


def _works_with_nonce(policy: Policy, value: tuple[str, ...], kind: str, url: str | None) -> bool:
    nonces = filter(None, map(NONCE_SOURCE.fullmatch, value))
    return any(policy.allows(kind, url, page=PAGE, nonce=nonce[1]) for nonce in nonces)


def _works_with_hash(policy: Policy, value: tuple[str, ...], kind: str, url: str | None) -> bool:
    """Whether code may run whose hash the value has: asked with LISTED in place of that code."""
    if not (tokens := [*_hashes(value)]):
        return False
    known = re.compile("|".join(map(re.escape, tokens)))
    told = Policy(*(known.sub(f"'{LISTED_HASH}'", each) for each in policy.values))
    return bool(told.allows(kind, url, page=PAGE, source=LISTED, integrity=LISTED_HASH))


def _hashes(value: tuple[str, ...]) -> Iterator[str]:
    """The hashes of a value that code can have, by their length."""
    for token in value:
        name, digest = parse_hash_source(token) or ("", b"")
        new = HASH_ALGORITHMS.get(name)
        if new and len(digest) == new().digest_size:
            yield token


def sites(policy: Policy) -> list[UrlSource]:
    """The sources in force that name a site, once each, in their order."""
    every = (token for kind in GIVEN for _, token in sources_in_force(policy, kind))
    sources = map(parse_url_source, dict.fromkeys(every))
    named = (each for each in sources if each)
    return [each for each in named if "." in each.host or each.host == "localhost"]


def given_by(policy: Policy, site: UrlSource) -> list[str]:
    """What such a site may do, of what the policy governs, in words."""
    governed = [kind for kind in GIVEN if any(policy.in_force(kind))]
    return [GIVEN[kind] for kind in governed if works(policy, kind, an_address(site))]


def problems(policy: Policy) -> tuple[Advice, ...]:
    """The advice on what is wrong; where nothing is, what is good to know.

    What is said alike of several words of one directive is said once.
    """
    given = policy.advice()
    wrong = [each for each in given if each.severity is not Severity.NOTE]
    alike: dict[Advice, list[str]] = {}
    for each in wrong or given:
        alike.setdefault(replace(each, token=""), []).append(each.token)
    return tuple(replace(each, token=" ".join(tokens)) for each, tokens in alike.items())


def verdict_of(case: dict[str, Any]) -> dict[str, Any]:
    """One line of ``csp --jsonl``: the case in, ``allowed`` and ``blocked_by`` out.

    Raises ``ValueError`` for a field that is missing or of another type, an unknown kind, or an
    address that cannot be read.
    """
    policies = field(case, "policies", list)
    if not all(isinstance(value, str) for value in policies):
        raise ValueError("'policies' should be a list of header values")
    verdict = _policy(tuple(policies)).allows(
        field(case, "kind", str),
        field(case, "url", str, None),
        page=field(case, "page", str),
        nonce=field(case, "nonce", str, None),
        source=field(case, "source", str, None),
        integrity=field(case, "integrity", str, None),
        parser_inserted=field(case, "parser_inserted", bool, True),
        redirects=field(case, "redirects", int, 0),
    )
    return {"allowed": verdict.allowed, "blocked_by": verdict.blocked_by}


def _policy(values: tuple[str, ...]) -> Policy:
    return _kept(*values) if sum(map(len, values)) <= KEPT else Policy(*values)


@lru_cache(maxsize=1024)
def _kept(*values: str) -> Policy:
    return Policy(*values)
