"""Judges what a sandbox wrote in a process of its own, which may be ended.

What a stranger wrote can be slow to read and slow to judge, and much of that, a regular expression
say, no thread can interrupt. So the kernel ends the process that takes too long, and a new one,
forked from the same image, takes its place.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from helpers.exchange import Request
from helpers.exercises import Evidence, Exercise, registry
from helpers.exercises.asking import baseline
from helpers.exercises.tested import Order, in_order
from helpers.grading import wire
from helpers.grading.notebook import Capture, Submission
from helpers.grading.sandbox import Ended
from helpers.judge import Findings, State, judge

SECONDS = 5.0
"""Seconds of CPU for reading what a submission wrote, and for judging each exercise."""
MEMORY = 1 << 30
"""Bytes of address space that the process that judges may take in addition."""
HUNG_LIMIT = 2
"""Exercises of one submission that may take too long to judge; the others are then not judged."""
TOO_LONG = "Your answer could not be judged in time: its responses are too large."


@dataclass(frozen=True)
class Questions:
    """What every submission of a run is asked, by exercise."""

    requests: Mapping[str, tuple[Request, ...]]
    _before: dict[str, Evidence] = field(default_factory=dict, compare=False, repr=False)

    def before(self, exercise: Exercise) -> Evidence:
        """What the learners' starting point answers: asked once, where a submission needs it."""
        if exercise.id not in self._before:
            self._before[exercise.id] = baseline(exercise, self.requests[exercise.id])
        return self._before[exercise.id]


@dataclass(frozen=True)
class Judged:
    """How a submission's run reads, for a teacher, and what was found, by exercise, in order."""

    status: str
    why: str
    findings: tuple[Findings, ...]


class Judging:
    """The process that judges, as its owner sees it."""

    def __init__(self, asked: Questions) -> None:
        """Fork it: best before this process has threads."""
        registry()  # read once, for all that are forked
        jobs, self._jobs = os.pipe()
        self._answers, answers = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _keep_one_at_work(asked, jobs, answers)
        os.close(jobs)
        os.close(answers)

    def judged(self, given: Submission, ended: Ended) -> Judged:
        """The findings of each of the submission's exercises."""
        left = list(given.exercises)
        found: list[Findings] = []
        status, why, hung = "crashed", "what it wrote could not be read in time", 0
        while left and hung < HUNG_LIMIT:
            self._ask(given, ended, left)
            said = self._answer()
            if said is None:
                break
            status, why = said
            while left and (line := self._answer()) is not None:
                found.append(wire.findings_in(line))
                left.pop(0)
            if left:
                hung += 1
                found.append(_failed(left.pop(0), TOO_LONG))
        return Judged(status, why, (*found, *(_failed(each, TOO_LONG) for each in left)))

    def _ask(self, given: Submission, ended: Ended, left: Sequence[Exercise]) -> None:
        job = {
            "exercises": [each.id for each in left],
            "captures": [each.exercise for each in given.steps if isinstance(each, Capture)],
            "ended": [ended.status, ended.why, ended.orders, len(ended.written)],
        }
        wire.write(partial(wire.send, self._jobs), job)
        wire.send(self._jobs, ended.written)

    def _answer(self) -> Any:
        """The next answer; None where the process was ended over it."""
        return wire.read(partial(os.read, self._answers))

    def close(self) -> None:
        """End it."""
        os.close(self._jobs)
        os.waitpid(self._process, 0)
        os.close(self._answers)


def _failed(exercise: Exercise, failure: str) -> Findings:
    return judge(exercise, Evidence(failure=failure), Evidence())


def _keep_one_at_work(asked: Questions, jobs: int, answers: int) -> NoReturn:
    """Fork a process that judges, and another where it was ended; end when no job is left."""
    with suppress(BaseException):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner says when it is over
        _close_all_but(jobs, answers)
        gc.freeze()
        while True:
            worker = os.fork()
            if worker == 0:
                _work(asked, jobs, answers)
            _, code = os.waitpid(worker, 0)
            if os.waitstatus_to_exitcode(code) in (OVER, UNFIT):
                break
            wire.write(partial(wire.send, answers), None)
    os._exit(0)


def _close_all_but(*kept: int) -> None:
    """Else a sandbox that this process holds a pipe of would not hear that its owner has ended."""
    for file in map(int, os.listdir("/proc/self/fd")):
        if file > 2 and file not in kept:
            with suppress(OSError):  # the listing's own
                os.close(file)


def _work(asked: Questions, jobs: int, answers: int) -> NoReturn:
    code, take = UNFIT, partial(os.read, jobs)
    with suppress(BaseException):
        _limit()
        while True:
            code = OVER
            job = wire.read(take)
            written = wire.exactly(take, job["ended"][3])
            code = STUMBLED
            for answer in _answers(asked, job, written):
                signal.setitimer(signal.ITIMER_PROF, 0)
                wire.write(partial(wire.send, answers), answer)
                signal.setitimer(signal.ITIMER_PROF, SECONDS)
            signal.setitimer(signal.ITIMER_PROF, 0)
    os._exit(code)


OVER, STUMBLED, UNFIT = range(3)
"""How the process that judges ends: no job is left, over a job, or before the first one."""


def _limit() -> None:
    has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (has + MEMORY, has + MEMORY))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def _answers(asked: Questions, job: Mapping[str, Any], written: bytes) -> Iterator[Any]:
    """How the run ended, then the findings of each exercise."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    status, why, orders, _ = job["ended"]
    evidence, forged = _evidence(written, asked.requests, job["captures"], orders)
    if forged:
        status, why = "crashed", forged
    elif status == "ended" and len(evidence) != len(job["captures"]):
        status, why = "crashed", "its process ended before its last cell"
    yield _read_by_a_teacher(status, why, evidence)
    for name in job["exercises"]:
        of_it = [each for exercise, each in evidence if exercise == name]
        exercise = registry()[name]
        yield wire.findings_out(_findings(exercise, of_it, asked.before(exercise), why))


Named = tuple[str, Evidence]


def _evidence(
    written: bytes,
    requests: Mapping[str, Sequence[Request]],
    captures: Sequence[str],
    orders: Mapping[str, Any],
) -> tuple[list[Named], str]:
    """What a child wrote of each capture, in order, and what of it our own code did not write."""
    found: list[Named] = []
    take = wire.taking(written)
    with suppress(EOFError):
        try:
            for name in captures:
                evidence = wire.captured_in(wire.read(take), name, requests[name])
                if name in orders:
                    evidence = in_order(evidence, Order(*orders[name]))
                found.append((name, evidence))
        except wire.ForgedError as forged:
            return found, f"{forged}"
    return found, ""


def _read_by_a_teacher(status: str, why: str, evidence: Sequence[Named]) -> tuple[str, str]:
    hung = [name for name, each in evidence if each.failure.startswith(wire.HANGING)]
    if status == "ended" and hung:
        return "timeout", f"the answer to {hung[0]} does not end"
    return ("graded", "") if status == "ended" else (status, why)


def _findings(
    exercise: Exercise, looked: Sequence[Evidence], before: Evidence, why: str
) -> Findings:
    """Of several answers to one exercise, the last that was started counts."""
    if not looked:
        return _failed(exercise, f"Your answer was not reached: {why}.")
    judged = [judge(exercise, each, before) for each in looked]
    started = [each for each in judged if each.state is not State.NOT_STARTED]
    return (started or judged)[-1]
