"""What is wrong with a policy, worst first: behind ``Policy.advice()``.

A weakness is an attack that the policy lets through, as the engine decides it. A mistake is a
word that browsers read in another way than it was meant.
"""

from __future__ import annotations

from helpers.csp import Policy
from helpers.csp_advice import mistakes, notes, weaknesses
from helpers.csp_advice.severity import Advice, Severity

__all__ = ["Advice", "Severity", "advice", "mistakes", "notes", "weaknesses"]

ORDER = list(Severity)


def advice(policy: Policy) -> tuple[Advice, ...]:
    """All advice on a policy: the worst first, then in the order of the tables."""
    given = list(mistakes.advice_on(policy))
    if policy.directive_sets and not any(each.kind in mistakes.DROWNING for each in given):
        rows = *weaknesses.TABLE, *notes.TABLE
        given += (each for row in rows for each in row.advice(policy))
    return tuple(sorted(dict.fromkeys(given), key=lambda each: ORDER.index(each.severity)))
