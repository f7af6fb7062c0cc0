"""Asking an answer: the only code that runs what a learner wrote. It decides nothing.

``baseline`` is the same questions put to the app we handed out.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import partial
from itertools import chain, groupby
from types import FunctionType
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.datastructures import ContentSecurityPolicy, Headers

from helpers.exchange import Request, describe, probe
from helpers.exercises import (
    STILL_OPEN,
    Call,
    Evidence,
    Exercise,
    Factory,
    Json,
    Tests,
    Use,
    Value,
)
from helpers.exercises.entries import kind_of
from helpers.exercises.tested import Unlock, failures, here


def ask(
    exercise: Exercise, answer: Any, requests: Sequence[Request] = (), unlock: Unlock | None = None
) -> Evidence:
    """Put the exercise's probe to an answer; what went wrong becomes the evidence's failure.

    ``unlock`` reaches the apps that an answer tests, where they are not in this process.
    """
    try:
        if isinstance(exercise.probe, Tests):
            functions = _functions(exercise, answer)
            found = failures(functions, exercise.probe, unlock or here(exercise.probe))
            return Evidence(value=found)
        if isinstance(exercise.probe, Value):
            return Evidence(value=_json(answer, exercise.answer))
        if isinstance(exercise.probe, Factory):
            made = _by_word(exercise.probe, partial(_made, exercise, answer))
            return _ask_each(made, requests)
        if isinstance(exercise.probe, Use):
            apps = _used(exercise, exercise.probe, answer)
            return _ask_each(apps.__getitem__, requests)
        if isinstance(exercise.probe, Call):
            changed = partial(_changed, exercise, exercise.probe, answer)
            return _ask_the_app_of_each(changed, requests)
        _require(exercise, answer, 2, "a Flask app")
        return Evidence(exchanges=probe(answer, requests), idle=_idle([answer]))
    except _Unfit as unfit:
        return Evidence(failure=str(unfit))
    except RecursionError:
        return Evidence(failure=f"Expected {exercise.answer} to hold values; it holds itself.")


def baseline(exercise: Exercise, requests: Sequence[Request]) -> Evidence:
    """What the app or the value that the learner started from gives for the same requests."""
    if isinstance(exercise.probe, Value):
        return Evidence(value=_json(exercise.probe.given, exercise.answer))
    if isinstance(exercise.probe, Factory):
        made = _by_word(exercise.probe, exercise.probe.given)
        return _ask_each(made, requests)
    if isinstance(exercise.probe, Use):
        apps = exercise.probe.apps(exercise.probe.given)
        return _ask_each(apps.__getitem__, requests)
    if isinstance(exercise.probe, Call):
        return _ask_the_app_of_each(exercise.probe.given, requests)
    return Evidence(exchanges=probe(exercise.probe.given(), requests))


class _Unfit(TypeError):
    """The answer is not of the kind that was asked for."""


def _functions(exercise: Exercise, answer: Any) -> list[Callable[[Any], Any]]:
    """The functions, each of which tests a client."""
    if not isinstance(answer, (list, tuple, set)):
        _require(exercise, answer, 1, "a list of functions that take a client")
        return [answer]
    for function in answer:
        if not _takes(function, 1):
            name = getattr(function, "__name__", repr(function))
            how = "wants more: write a loop in it, as no pytest runs here to call it several times"
            how = how if _takes(function, 2) else "cannot be called with one"
            raise _Unfit(
                f"Expected {exercise.answer} to hold functions that take a client and nothing "
                f"else; {name} {how}."
            )
    return list(answer)


def _by_word(factory: Factory, make: Callable[[str], Any]) -> Callable[[str], Any]:
    """What makes a fresh app for a host, by the host's word."""
    return lambda host: make(factory.words[host])


def _ask_each(app_of: Callable[[str], Any], requests: Sequence[Request]) -> Evidence:
    """Ask the host's app each run of requests to the same host; all are made before, and alive."""
    runs = [(app_of(host), [*run]) for host, run in groupby(requests, _host)]
    exchanges = chain(*(probe(app, run) for app, run in runs))
    return Evidence(exchanges=tuple(exchanges), idle=_idle(app for app, _ in runs))


def _idle(apps: Iterable[Any]) -> str:
    """That a blueprint's hook never runs, since that blueprint has no view, or ""."""
    for app in apps:
        is_usual = isinstance(app, Flask) and isinstance(app.after_request_funcs, dict)
        for name in filter(None, app.after_request_funcs if is_usual else ()):
            if not any(str(each).startswith(f"{name}.") for each in app.view_functions):
                return (
                    f"Expected the after_request hook of the blueprint {name!r} to run; it runs "
                    "for views of that blueprint only, and it has none. For all pages use "
                    "after_app_request, or app.after_request."
                )
    return ""


def _ask_the_app_of_each(make: Callable[[], Any], requests: Sequence[Request]) -> Evidence:
    """Make an app for each host, all before the first is asked; then ask."""
    apps = {host: make() for host in dict.fromkeys(map(_host, requests))}
    return _ask_each(apps.__getitem__, requests)


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""


def _used(exercise: Exercise, use: Use, answer: Any) -> Mapping[str, Any]:
    """The apps that the answer, put to use, protects."""
    call = f"{exercise.answer}()"
    if inspect.isclass(answer) and (missing := _without_default(answer)):
        raise _Unfit(
            f"Expected {call} to make one; its __init__ has no default for {' and '.join(missing)}."
        )
    _require(exercise, answer, 0, f"a class to call as {call}")
    try:
        return use.apps(answer)
    except (SystemExit, Exception) as error:
        raise _Unfit(f"Your answer, used as the exercise says, raised {describe(error)}.") from None


def _made(exercise: Exercise, answer: Any, word: str) -> Any:
    """The app that the answer makes from the word."""
    call = f'{exercise.answer}("{word}")'
    _require(exercise, answer, 1, f"a function to call as {call}")
    made = _called(call, answer, word)
    if not _takes(made, 2):
        raise _Unfit(
            f"Expected {call} to return the app; it returned something of type "
            f"{type(made).__name__}."
        )
    return made


def _changed(exercise: Exercise, call: Call, answer: Any) -> Any:
    """The app that the answer makes of a fresh one."""
    _require(exercise, answer, 1, "a function, or a class, that takes one argument, the app")
    given = call.given()
    with _unhelped(call.withheld):
        returned = _called(f"{exercise.answer}(app)", answer, given)
    changes = isinstance(given, Flask)  # what is no Flask app can only be wrapped
    if changes and (returned is None or returned is given or _is_tool(answer, returned)):
        return given
    if call.in_place or isinstance(returned, Flask) or not _takes(returned, 2):
        wanted = _CHANGED if changes else _WRAPPED
        raise _Unfit(f"Expected {exercise.answer}(app) to {wanted}; it returned {_what(returned)}.")
    return returned


_CHANGED = "change the app that it is called with, and to return that app or nothing"
_WRAPPED = "be a WSGI app around the given one, to call with environ and start_response"


def _is_tool(answer: Any, made: Any) -> bool:
    """Whether a class was called, and made what is no app: it has changed the given one."""
    return inspect.isclass(answer) and not _takes(made, 2)


def _what(returned: Any) -> str:
    """Of what is not the app that was to be returned: what it is."""
    if returned is None:
        return "nothing"
    if isinstance(returned, Flask):
        return "another Flask app"
    named = inspect.isfunction(returned) and f"the function {returned.__name__}"
    no_app = "" if _takes(returned, 2) else ", which is no WSGI app"
    return (named or f"something of type {type(returned).__name__}") + no_app


@contextmanager
def _unhelped(withheld: Sequence[FunctionType]) -> Iterator[None]:
    """While the answer is called, these functions refuse, by whatever name it holds them."""
    kept = [function.__code__ for function in withheld]
    try:
        for function in withheld:
            function.__code__ = _refuses.__code__
        yield
    finally:
        for function, code in zip(withheld, kept, strict=True):
            function.__code__ = code


def _refuses(*_: Any, **__: Any) -> None:
    raise NotImplementedError("this function is the course's own answer: write yours")


def _called(call: str, answer: Any, argument: Any) -> Any:
    try:
        return answer(argument)
    except (SystemExit, Exception) as error:
        raise _Unfit(f"Calling {call} raised {describe(error)}.") from None


def _require(exercise: Exercise, answer: Any, arguments: int, wanted: str) -> None:
    if not _takes(answer, arguments):
        raise _Unfit(f"Expected {exercise.answer} to be {wanted}; {_unlike(answer, arguments)}.")


def _unlike(answer: Any, arguments: int) -> str:
    """What is wrong with an answer that cannot be called so."""
    if answer is None:
        return "it is None"
    if inspect.isclass(answer) and arguments == 2:
        return f"it is the class {answer.__name__}, of which an app is made by calling it"
    if inspect.isclass(answer):
        return "it is a class whose __init__ does not take that"
    if inspect.isfunction(answer):
        number = "no argument" if not arguments else f"{arguments} argument{'s' * (arguments > 1)}"
        call = f"; if it makes the app, call it: {answer.__name__}()" if arguments == 2 else ""
        return f"it is a function that cannot be called with {number}{call}"
    return f"it is of type {type(answer).__name__}"


def _takes(answer: Any, arguments: int) -> bool:
    """Whether it can be called so: a WSGI application with two arguments, a function with one."""
    if not callable(answer):
        return False
    if arguments == 2 and inspect.isclass(answer) and not hasattr(answer, "__iter__"):
        return False  # a class is an application where what it makes is the body (PEP 3333)
    try:
        inspect.signature(answer).bind(*[None] * arguments)
    except ValueError:  # a callable that does not say what it takes
        return True
    except TypeError:
        return False
    return True


def _without_default(answer: type) -> list[str]:
    """The arguments that making one of the class has to be given."""
    if _takes(answer, 0):
        return []
    optional = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [
        each.name
        for each in inspect.signature(answer).parameters.values()
        if each.default is each.empty and each.kind not in optional
    ]


def _json(value: Any, name: str) -> Json:
    """The value as JSON: tuples and sets as lists, ``...`` as text; raises for anything else.

    ``name`` is what the learner calls it.
    """
    if value is None or value is ...:
        return None if value is None else STILL_OPEN
    if isinstance(value, ContentSecurityPolicy):
        return value.to_header()
    if isinstance(value, (Mapping, Headers)):
        return {str(key): _json(each, f"{name}[{key!r}]") for key, each in value.items()}
    if isinstance(value, str):
        return str.__str__(value)  # of a class of one's own, as an Enum, what it equals
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Set):
        value = sorted(value, key=str)
    if isinstance(value, Collection) and not isinstance(value, (bytes, bytearray)):
        return [_json(each, f"{name}[{number}]") for number, each in enumerate(value)]
    kind = "bytes, with a b in front" if isinstance(value, bytes) else kind_of(value)
    listed = ": put list() around it" if isinstance(value, Iterator) else ""
    raise _Unfit(
        f"Expected {name} to be plain data, as text, lists and dicts are; it is {kind}{listed}."
    )
