"""Judgements of one entry of an answer that is a dict."""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType
from typing import Any

from helpers.exercises import Evidence, Judgement


def entry(
    answer: str, key: str, kind: type | UnionType, what: str, judge_one: Callable[[Any], str | None]
) -> Judgement:
    """What stands at ``key`` is of that kind (``what`` in words), and ``judge_one`` is content."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        given = evidence.value
        if not isinstance(given, dict):
            return f"Expected {answer} to be a dict; it is of type {type(given).__name__}."
        if key not in given:
            keys = ", ".join(f'"{each}"' for each in given) or "nothing"
            return f'Expected {answer}["{key}"]; {answer} has {keys[:70]}.'
        if not isinstance(value := given[key], kind):
            kept = "has no value" if value is None else f"is of type {type(value).__name__}"
            return f'Expected {answer}["{key}"] to be {what}; it {kept}.'
        return judge_one(value)

    return judge
