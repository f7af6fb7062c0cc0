"""WSGI applications as any server would ask them: held to PEP 3333, and found again from inside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextvars import ContextVar
from itertools import chain
from typing import TYPE_CHECKING, Any

from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_served: ContextVar[WSGIApplication] = ContextVar("_served")


def served() -> WSGIApplication:
    """For an application that is asked: the whole that it is part of, to ask as a visitor does.

    Not in environ, which middleware sees: to a learner's, no server here differs from another.
    """
    return _served.get()


def held_to_pep_3333(app: WSGIApplication) -> WSGIApplication:
    """The same application, which raises where it does what makes a server break off.

    ``TypeError`` or ``ValueError`` where it starts no response, its header fields are no list of
    tuples, its status or a field is no text of latin-1 on one line, or its body does not begin with
    bytes; ``AssertionError`` where it starts again without ``exc_info``. With ``exc_info`` it may
    start again until the first piece of its body is there; from then on, that is raised (PEP 3333).
    """

    def held(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        sent: list[bytes] = []

        def start(
            status: str, fields: list[tuple[str, str]], exc_info: Any = None, /, **named: Any
        ) -> Any:
            if named:
                raise TypeError("start_response takes its arguments by position, not by name")
            _require_native(status, fields)
            if exc_info and sent:
                raise exc_info[1].with_traceback(exc_info[2])
            if started and not exc_info:
                raise AssertionError("start_response was called again, without exc_info")
            started[:] = [(status, fields)]
            return sent.append

        outer = _served.set(held)
        try:
            body = app({**environ}, start)
            chunks = iter(body)
            sent.append(next(chunks, b""))  # an app may start its response only now
        finally:
            _served.reset(outer)
        if not started:
            raise TypeError("the application did not call start_response")
        if not isinstance(sent[-1], bytes):
            raise TypeError(f"a body is made of bytes, this one of {type(sent[-1]).__name__}")
        start_response(*started[0])
        return ClosingIterator(chain(sent, chunks), getattr(body, "close", None))

    return held


def _require_native(status: str, fields: list[tuple[str, str]]) -> None:
    if not (isinstance(status, str) and re.match(r"[1-9]\d\d( |$)", status)):
        raise ValueError(f"a status is text such as '200 OK', not {status!r}")
    wanted = "the headers given to start_response have to be a list of tuples"
    if not isinstance(fields, list):
        raise TypeError(f"{wanted}; these are of type {type(fields).__name__}")
    if odd := [each for each in fields if not isinstance(each, tuple)]:
        raise TypeError(f"{wanted}; these hold something of type {type(odd[0]).__name__}")
    for name, value in fields:
        for text in (name, value):
            if not isinstance(text, str):
                raise TypeError(f"header {name!r} is no text: {text!r}")
            if re.search(r"[\r\n\0\u0100-\U0010ffff]", text):
                raise ValueError(f"header {name!r} has a character no header may have: {text!r}")
