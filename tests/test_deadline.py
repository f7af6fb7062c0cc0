"""A deadline ends code we did not write, and changes nothing about code that ends in time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from helpers.deadline import Hung, within

GENEROUS = 30.0
"""Seconds a test waits for what should happen at once, before it fails."""


def test_the_jobs_result_comes_back() -> None:
    assert within(GENEROUS, lambda: "done") == "done"


@pytest.mark.parametrize("error", [ValueError("x"), TimeoutError("mine"), SystemExit(3)])
def test_what_the_job_raises_comes_back_as_it_is(error: BaseException) -> None:
    def job() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        within(GENEROUS, job)
    assert raised.value is error


def loops() -> None:
    while True:
        pass


def loops_and_catches_exceptions() -> None:
    while True:
        with suppress(Exception):
            loops()


@pytest.mark.parametrize("job", [loops, loops_and_catches_exceptions])
def test_a_loop_is_given_up_on_and_ended_in_its_thread(job: Callable[[], None]) -> None:
    ended = threading.Event()

    def observed() -> None:
        try:
            job()
        finally:
            ended.set()

    with pytest.raises(Hung):
        within(0.05, observed)
    assert ended.wait(GENEROUS)


def test_a_job_that_blocks_is_given_up_on() -> None:
    never = threading.Event()
    with pytest.raises(Hung):
        within(0.05, never.wait)
    never.set()


def test_a_deadline_holds_while_an_event_loop_runs_as_in_a_notebook() -> None:
    async def cell() -> None:
        assert within(GENEROUS, lambda: "done") == "done"
        with pytest.raises(Hung):
            within(0.05, loops)

    asyncio.run(cell())
