"""Judgements of one entry of an answer that is a dict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import shorten
from types import UnionType
from typing import Any

from helpers.exercises import Evidence, Judgement


def entry(
    answer: str, key: str, kind: type | UnionType, what: str, judge_one: Callable[[Any], str | None]
) -> Judgement:
    """What stands at ``key`` is of that kind (``what`` in words), and ``judge_one`` is content."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        given = evidence.value
        if key not in given:
            keys = ", ".join(f'"{each}"' for each in given) or "nothing"
            return f'Expected {answer}["{key}"]; {answer} has {shorten(keys, 70)}.'
        if not isinstance(value := given[key], kind):
            found = kind_of(value, before.value.get(key))
            return f'Expected {answer}["{key}"] to be {what}; it is {found}.'
        return judge_one(value)

    return judge


def kind_of(value: object, before: object = None) -> str:
    """What a value is, in a learner's words: of an answer, tuples and sets arrive as lists.

    ``before`` is what the learner started from: None where it was ``...``.
    """
    if value is None:
        return "None" if before is not None else "None, or ... still"
    words = {str: "text", list: "a list, a tuple or a set", dict: "a dict", bool: "True or False"}
    return words.get(type(value)) or f"of type {type(value).__name__}"


def of_several_lines(name: str, value: str) -> str | None:
    """That a header's value has a line break, which none may have (RFC 9110, section 5.5)."""
    if "\n" not in value and "\r" not in value:
        return None
    return f"Expected {name} on one line; Flask refuses to send a header with a line break."


def unsendable(name: str, value: str) -> str | None:
    """That Flask cannot send this as a header's value: of its characters PEP 3333 takes Latin-1."""
    if why := of_several_lines(name, value):
        return why
    strange = next((each for each in value if ord(each) > 0xFF), "")
    quotes = " Write plain single quotes, as in 'self'." * (strange in "\u2018\u2019\u201c\u201d")
    return (
        f"Expected {name} to have no {strange} in it; Flask fails to send a header with it, and "
        f"answers 500.{quotes}"
        if strange
        else None
    )


def headers_entry(
    answer: str, key: str, judge_one: Callable[[Mapping[str, str]], str | None]
) -> Judgement:
    """The same of a dict of header names and values, all of them text."""

    def judge_fields(given: Mapping[str, Any]) -> str | None:
        for name, value in given.items():
            if not isinstance(value, str):
                kind = kind_of(value)
                return f'Expected {answer}["{key}"]["{name}"] to be text; it is {kind}.'
            if why := of_several_lines(f'{answer}["{key}"]["{name}"]', value):
                return why
        return judge_one(given)

    return entry(answer, key, dict, "a dict of header names and values", judge_fields)
