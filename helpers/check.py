"""The learner's verbs: check an answer, ask for a hint, see what is passed."""

from __future__ import annotations

import os
import sys
from random import Random
from typing import Any

from helpers.deadline import Hung, within
from helpers.exercises import Evidence, Exercise, Tests, Value, registry
from helpers.exercises.asking import ask, baseline
from helpers.judge import Findings, judge
from helpers.progress import folder, keep, load
from helpers.show import Points, Table, findings_table, progress_table

SECONDS = 5
"""How long an answer may take to answer every request of one check."""

SECONDS_OF_TESTS = 15
"""How long an answer's tests may take, of all the apps that they test."""

_hints_given: dict[str, int] = {}


def check(exercise_id: str = "", answer: Any = ...) -> Table:
    """What the answer meets of the exercise, what it does not, and why.

    Never raises for a wrong answer. What it shows depends on the answer alone.
    """
    exercise = _named(exercise_id)
    if exercise is None:
        return _unknown(exercise_id)
    findings = examine(exercise, answer)
    try:
        keep(findings)
    except OSError as error:
        print(f"Your progress could not be kept: {error}", file=sys.stderr)
    shown = findings_table(findings)
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return Points(shown.columns, shown.rows, shown.note, shown.title, findings.points)
    return shown


def examine(exercise: Exercise, answer: Any) -> Findings:
    """Ask the answer in this process, and judge what it gives."""
    requests = () if isinstance(exercise.probe, Value) else exercise.probe.draw(Random())
    before = baseline(exercise, requests)
    if answer is ...:
        return judge(exercise, before, before)
    seconds = SECONDS_OF_TESTS if isinstance(exercise.probe, Tests) else SECONDS
    try:
        evidence = within(seconds, lambda: ask(exercise, answer, requests))
    except Hung as hung:
        evidence = Evidence(failure=f"Your answer hangs: {hung}.")
    return judge(exercise, evidence, before)


def hint(exercise_id: str = "") -> Table:
    """One more step of help each time it is called; the last one says so, and stays."""
    exercise = _named(exercise_id)
    if exercise is None:
        return _unknown(exercise_id)
    given = min(_hints_given.get(exercise_id, 0) + 1, len(exercise.hints))
    _hints_given[exercise_id] = given
    title = f"{exercise.id}, hint {given} of {len(exercise.hints)}"
    note = "This is the last one." if given == len(exercise.hints) else ""
    return Table((title,), ((exercise.hints[given - 1],),), note)


def progress() -> Table:
    """Every exercise of the course, and what this learner has reached in it."""
    return progress_table(list(registry().values()), load(), str(folder()))


def _named(exercise_id: object) -> Exercise | None:
    """The exercise, or None: a learner may give the answer alone, and forget the number."""
    return registry().get(exercise_id) if isinstance(exercise_id, str) else None


def _unknown(exercise_id: object) -> Table:
    known = ", ".join(registry())
    return Table(("no such exercise",), ((f"{exercise_id!r} is none of these: {known}",),))
