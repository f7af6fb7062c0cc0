"""What a policy means, as a person asks it: what still runs, loads and leaves, and why.

``verdict_of`` answers one question of ``csp --jsonl``; ``meaning`` answers the usual ones at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from helpers.csp import Policy, Verdict
from helpers.jsonl import field

PAGE = "https://shop.test/"
EVIL = "https://evil.test"

QUESTIONS = (
    ("an injected inline script runs", "inline-script", None),
    ("an injected onclick= runs", "event-handler", None),
    ("a script of your own site runs", "script", PAGE + "app.js"),
    ("a script of any other site runs", "script", EVIL + "/x.js"),
    ("eval() runs", "eval", None),
    ("an inline style applies", "inline-style", None),
    ("an image of any site loads", "img", EVIL + "/x.png"),
    ("fetch() reaches any site", "connect", EVIL + "/collect"),
    ("a page of any site stands in a frame here", "frame", EVIL + "/"),
    ("a form sends to any site", "form-action", EVIL + "/collect"),
    ("an injected <base> takes effect", "base-uri", EVIL + "/"),
    ("any site may show this page in a frame", "frame-ancestors", EVIL + "/"),
)
"""What each row asks, and the request that answers it."""


@dataclass(frozen=True)
class Meaning:
    """One question about a policy, and the verdict that answers it."""

    question: str
    verdict: Verdict


def meaning(policy: Policy) -> tuple[Meaning, ...]:
    """The verdicts on the usual questions, for a page at https://shop.test/."""
    return tuple(
        Meaning(question, policy.allows(kind, url, page=PAGE, source="" if url is None else None))
        for question, kind, url in QUESTIONS
    )


def verdict_of(case: dict[str, Any]) -> dict[str, Any]:
    """One line of ``csp --jsonl``: the case in, ``allowed`` and ``blocked_by`` out.

    Raises ``ValueError`` for a field that is missing or of another type, an unknown kind, or an
    address that cannot be read.
    """
    policies = field(case, "policies", list)
    if not policies or not all(isinstance(value, str) for value in policies):
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


@lru_cache(maxsize=1024)
def _policy(values: tuple[str, ...]) -> Policy:
    return Policy(*values)
