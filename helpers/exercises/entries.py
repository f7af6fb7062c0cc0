"""Judgements of one entry of an answer that is a dict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from textwrap import shorten
from types import UnionType
from typing import Any

from helpers.exercises import STILL_OPEN, Evidence, Judgement


def entry(
    answer: str, key: str, kind: type | UnionType, what: str, judge_one: Callable[[Any], str | None]
) -> Judgement:
    """What stands at ``key`` is of that kind (``what`` in words), and ``judge_one`` is content."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        given = evidence.value
        if key not in given:
            keys = ", ".join(f'"{each}"' for each in given) or "none"
            return f'Expected a key "{key}" in {answer}; its keys: {shorten(keys, 70)}.'
        if not isinstance(value := given[key], kind) or value == STILL_OPEN:
            return f'Expected {answer}["{key}"] to be {what}; it is {kind_of(value)}.'
        return judge_one(value)

    return judge


def kind_of(value: object) -> str:
    """What a value is, in a learner's words: of an answer, tuples and sets arrive as lists."""
    if value is None or isinstance(value, bool):
        return str(value)
    if value == STILL_OPEN:
        return "still `...`"
    words: dict[type, str] = {str: "text", list: "a list, a tuple or a set", dict: "a dict"}
    return words.get(type(value)) or f"of type {type(value).__name__}"


def of_several_lines(name: str, value: str) -> str | None:
    """That a header's value has a line break, which none may have (RFC 9110, section 5.5)."""
    if "\n" not in value and "\r" not in value:
        return None
    at = "has" if re.search(r"[\r\n]", value.rstrip("\r\n")) else "ends with"
    return f"Expected {name} on one line; it {at} a line break, and Flask refuses to send that."


def unsendable(name: str, value: str) -> str | None:
    """That Flask cannot send this as a header's value: of its characters PEP 3333 takes Latin-1."""
    if why := of_several_lines(name, value):
        return why
    strange = next((each for each in value if ord(each) > 0xFF), "")
    quotes = " Write plain single quotes, as in 'self'." * (strange in "\u2018\u2019\u201c\u201d")
    return (
        f"Expected {name} to have no {strange} (U+{ord(strange):04X}) in it; Flask fails to send a "
        f"header with it, and answers 500.{quotes}"
        if strange
        else None
    )


def is_name(name: object) -> bool:
    """Whether a header can be called so (RFC 9110, section 5.6.2)."""
    return isinstance(name, str) and bool(re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name))


def _misnamed(where: str, names: Iterable[str]) -> str | None:
    """What is no header's name, or stands there in a second spelling."""
    met: dict[str, str] = {}
    for name in names:
        if not is_name(name):
            return (
                f"Expected names of headers in {where}; {name!r} is none: letters and hyphens, "
                "without a colon or a space."
            )
        if first := met.get(name.lower()):
            return f"Expected each header once in {where}; {first} and {name} are one header."
        met[name.lower()] = name
    return None


def headers_entry(
    answer: str, key: str, judge_one: Callable[[Mapping[str, str]], str | None]
) -> Judgement:
    """The same of a dict of header names and values, all of them text."""

    def judge_fields(given: Mapping[str, Any]) -> str | None:
        if why := _misnamed(f'{answer}["{key}"]', given):
            return why
        for name, value in given.items():
            if not isinstance(value, str):
                kind = kind_of(value)
                return f'Expected {answer}["{key}"]["{name}"] to be text; it is {kind}.'
            if why := of_several_lines(f'{answer}["{key}"]["{name}"]', value):
                return why
        return judge_one(given)

    return entry(answer, key, dict, "a dict of header names and values", judge_fields)
