"""The nonce of a tag that a browser blocks: what is wrong with it."""

from __future__ import annotations

import re

from helpers.csp import Policy, Verdict
from helpers.page import Part


def wrong_nonce(part: Part, policy: Policy) -> str | None:
    """What is wrong with the nonce of a blocked part, without a full stop; None without one."""
    nonce = part.attributes.get("nonce")
    if nonce is None:
        return None
    if not nonce:
        return "its nonce is empty"
    if re.search("{|csp_nonce", nonce):
        return f"its nonce is the text {nonce}: nobody has filled it in"
    if "'nonce-" not in in_force(part.verdict, policy):
        return f"its tag has a nonce, and {part.verdict.directive} names none"
    return "its tag has another nonce than the policy"


def no_nonce(part: Part, policy: Policy) -> str | None:
    """That a blocked tag lacks a nonce, where the directive that blocks it goes by nonces."""
    sources = in_force(part.verdict, policy)
    goes_by_nonces = "'nonce-" in sources and "{" not in sources
    return "its tag has no nonce" if goes_by_nonces and "nonce" not in part.attributes else None


def in_force(verdict: Verdict, policy: Policy) -> str:
    """The sources of the directive that blocks, as they were written."""
    if verdict.policy is None or verdict.directive is None:
        return ""
    return " ".join(policy.directive_sets[verdict.policy].get(verdict.directive, ()))
