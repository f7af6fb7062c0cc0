"""JSON lines in, JSON lines out, one answer a line and in the same order, whatever comes in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import IO, Any

LINE_LIMIT = 16_000_000
"""Bytes: a longer line is answered with an error and passed over."""

ERROR_LIMIT = 1000
"""Characters: an error that quotes what was given is cut off there."""


def answer_lines(
    given: IO[bytes], answered: IO[str], answer: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Write ``answer(object)`` for each line of ``given``, or ``{"error": "…"}``.

    ``answer`` raises ``ValueError`` for an object it cannot use. Blank lines are passed over. A
    line is answered before the next is read, so memory stays that of one line.
    """
    for line in _lines(given):
        if line.strip():
            answered.write(json.dumps(_answer(line, answer)) + "\n")
            answered.flush()


def _answer(line: bytes, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    if len(line) > LINE_LIMIT:
        return {"error": f"the line is longer than {LINE_LIMIT} bytes"}
    try:
        given = json.loads(line)
        if not isinstance(given, dict):
            raise ValueError(f"expected a JSON object, got {type(given).__name__}")
        return answer(given)
    except RecursionError:
        return {"error": "the JSON is nested too deeply"}
    except UnicodeDecodeError:
        return {"error": "the line is no UTF-8"}
    except json.JSONDecodeError as broken:
        return {"error": f"no JSON: {broken}"}
    except ValueError as unfit:
        return {"error": str(unfit)[:ERROR_LIMIT]}


def _lines(given: IO[bytes]) -> Iterator[bytes]:
    """The lines; of one that is too long, its beginning alone."""
    while line := given.readline(LINE_LIMIT + 1):
        rest = line
        while len(rest) > LINE_LIMIT and not rest.endswith(b"\n"):
            rest = given.readline(LINE_LIMIT + 1)
        yield line


def field(given: dict[str, Any], name: str, kind: type, default: Any = ...) -> Any:
    """The value of a field; raises ``ValueError`` where it is missing or of another type."""
    value = given.get(name, default)
    if value is ...:
        raise ValueError(f"{name!r} is missing")
    # Neither == nor isinstance() tells True from 1.
    if value is not default and type(value) is not kind:
        raise ValueError(f"{name!r} should be {kind.__name__}, not {type(value).__name__}")
    return value
