"""What runs in the sandbox's child: the learner's cells, and the probes of their answers."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from helpers.deadline import GivenUp
from helpers.exercises import Evidence, registry
from helpers.exercises.asking import ask
from helpers.grading import host, wire
from helpers.grading.cells import Session

T = TypeVar("T")


def run(
    job: dict[str, Any], send: Callable[[bytes], None], line: socket.socket | None = None
) -> None:
    """Run the steps of a job, and send the evidence of each capture as it is there.

    ``line`` leads to the host of the apps that answers test.

    ``job`` holds ``steps``, ``["cell", source, exercise]`` and ``["capture", exercise]``;
    ``requests`` by exercise; ``demo``; and ``patience``, the seconds one step may take.
    """
    session = Session(job["demo"])
    raised: dict[str, str] = {}
    last = ""
    for step in job["steps"]:
        if step[0] == "cell":
            _, source, exercise = step
            last = _patiently(job["patience"], partial(session.run, source), HANGING)
            raised[exercise] = last
        else:
            error = raised.get(step[1]) or (last if step[1] not in raised else "")
            evidence = _capture(job, session, step[1], error, line)
            wire.write(send, {"exercise": step[1], "evidence": wire.evidence_out(evidence)})


HANGING = f"{wire.HANGING[0]}it does not end."


def _capture(
    job: dict[str, Any], session: Session, name: str, raised: str, line: socket.socket | None
) -> Evidence:
    exercise = registry()[name]
    if raised:
        return Evidence(failure=raised if raised == HANGING else f"Your cell raised {raised}.")
    if exercise.answer not in session.names:
        return Evidence(failure=f"Expected a name {exercise.answer}; no cell defines it.")
    answer = session.names[exercise.answer]
    requests = [wire.request_in(each) for each in job["requests"].get(name, ())]
    hanging = f"{wire.HANGING[1]}no answer within {job['patience']:g} seconds."
    unlock = host.elsewhere(line, name) if line else None
    return _patiently(
        job["patience"], lambda: ask(exercise, answer, requests, unlock), Evidence(failure=hanging)
    )


def _patiently(seconds: float, job: Callable[[], T], hanging: T) -> T:
    """What ``job()`` gives, or ``hanging`` where it takes longer."""

    def give_up(*_: Any) -> None:
        raise GivenUp

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return job()
    except GivenUp:
        return hanging
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
