"""Asking an answer: the only code that runs what a learner wrote. It decides nothing.

``baseline`` is the same questions put to the app we handed out.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from helpers.exchange import Request, describe, probe
from helpers.exercises import Call, Evidence, Exercise, Json, Value


def ask(exercise: Exercise, answer: Any, requests: Sequence[Request] = ()) -> Evidence:
    """Put the exercise's probe to an answer; what went wrong becomes the evidence's failure."""
    try:
        if isinstance(exercise.probe, Value):
            return Evidence(value=_json(answer))
        return Evidence(exchanges=probe(_app(exercise, answer), requests))
    except _Unfit as unfit:
        return Evidence(failure=str(unfit))
    except RecursionError:
        return Evidence(failure=f"Expected {exercise.answer} to hold values; it holds itself.")


def baseline(exercise: Exercise, requests: Sequence[Request]) -> Evidence:
    """What the app or the value that the learner started from gives for the same requests."""
    if isinstance(exercise.probe, Value):
        return Evidence(value=_json(exercise.probe.given))
    return Evidence(exchanges=probe(exercise.probe.given(), requests))


class _Unfit(TypeError):
    """The answer is not of the kind that was asked for."""


def _app(exercise: Exercise, answer: Any) -> Any:
    called = isinstance(exercise.probe, Call)
    if not _takes(answer, 1 if called else 2):
        wanted = "a function that takes an app" if called else "a Flask app"
        raise _Unfit(
            f"Expected {exercise.answer} to be {wanted}; it is of type {type(answer).__name__}."
        )
    if not isinstance(exercise.probe, Call):
        return answer
    given = exercise.probe.given()
    try:
        returned = answer(given)
    except (SystemExit, Exception) as error:
        raise _Unfit(f"Calling {exercise.answer}(app) raised {describe(error)}") from None
    if returned is not None and not callable(returned):
        raise _Unfit(
            f"Expected {exercise.answer}(app) to return the app, or nothing; "
            f"it returned something of type {type(returned).__name__}."
        )
    return given if returned is None else returned


def _takes(answer: Any, arguments: int) -> bool:
    """Whether it can be called so: a WSGI application with two arguments, a function with one."""
    if not callable(answer):
        return False
    try:
        inspect.signature(answer).bind(*[None] * arguments)
    except ValueError:  # a callable that does not say what it takes
        return True
    except TypeError:
        return False
    return True


def _json(value: Any) -> Json:
    """The value as JSON: tuples and sets as lists, ``...`` as None; raises for anything else."""
    if value is None or value is ...:
        return None
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return [_json(each) for each in sorted(value, key=str)]
    if isinstance(value, (bool, int, float, str)):
        return value
    raise _Unfit(
        "Expected text, numbers, lists and dicts; it is, or holds, something of type "
        f"{type(value).__name__}."
    )
