"""A deadline for code we did not write: a hung answer or story must not hang the notebook."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


class Hung(TimeoutError):
    """Raised where the code was given up on."""


class GivenUp(BaseException):
    """Raised into the thread that still runs it; no ``except Exception`` there may swallow it."""


def within(seconds: float, job: Callable[[], T]) -> T:
    """Run ``job()`` in a thread of its own; its result, or what it raised.

    Raises ``Hung`` after ``seconds``; a loop of plain Python is then ended in its thread, a call
    that blocks in C goes on there and ends with the process.
    """
    outcome: Future[T] = Future()
    thread = threading.Thread(target=_settle, args=(outcome, job), daemon=True)
    thread.start()
    try:
        return outcome.result(seconds)
    except TimeoutError:
        if outcome.done():
            raise
        interrupt(thread)
        raise Hung(f"no answer within {seconds:g} seconds") from None


def _settle(outcome: Future[T], job: Callable[[], T]) -> None:
    try:
        outcome.set_result(job())
    except BaseException as error:
        outcome.set_exception(error)


def interrupt(thread: threading.Thread) -> None:
    """Raise ``GivenUp`` in another thread, at its next line of Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident or 0), ctypes.py_object(GivenUp)
    )
