"""What a sandbox wrote is judged apart: whatever is in it, the next is judged as it should be."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any, cast

import pytest

from helpers.exercises import Exercise, Value, registry
from helpers.grading import judging
from helpers.grading.grade import questions
from helpers.grading.judging import Judged, Judging
from helpers.grading.notebook import Capture, Submission
from helpers.grading.sandbox import Ended
from helpers.judge import State

RIGHT = {"a": {"X-Frame-Options": "DENY"}}


@pytest.fixture(scope="module")
def judge() -> Iterator[Judging]:
    """A process that may take a third of a second for each exercise: all but one need less."""
    patience, judging.SECONDS = judging.SECONDS, 0.3
    one = Judging(questions())
    judging.SECONDS = patience
    yield one
    one.close()


def said(exercise: str, value: Any) -> bytes:
    evidence = {"exchanges": [], "value": value, "failure": "", "idle": ""}
    text = json.dumps({"exercise": exercise, "evidence": evidence}).encode()
    return struct.pack(">I", len(text)) + text


def judged(judge: Judging, written: bytes, *asked: str) -> Judged:
    exercises: list[Exercise] = [registry()[each] for each in asked]
    given = Submission(tuple(map(Capture, asked)), tuple(exercises))
    return judge.judged(given, Ended("ended", "", {}, written))


def test_a_judgement_that_takes_too_long_is_ended_and_the_next_is_made(judge: Judging) -> None:
    letters = cast(Value, registry()["05-1"].probe).given
    endless = dict.fromkeys(letters, "," * 20_000)
    found = judged(judge, said("05-1", endless) + said("03-2", RIGHT), "05-1", "03-2")
    assert found.status == "graded"
    slow, quick = found.findings
    assert (slow.points, slow.failure) == (0, judging.TOO_LONG)
    assert (quick.points, quick.state) == (1, State.NOT_YET)
    assert judged(judge, said("03-2", RIGHT), "03-2").findings[0].points == 1


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\0\0\0\2{}",
        b"\xff" * 100,
        struct.pack(">I", 100) + b"{}",
        said("03-1", RIGHT),
        said("03-2", "x" * 300_000),
        said("03-2", [[]] * 30_000),
        said("03-2", RIGHT)[:-9],
        struct.pack(">I", 5_000_000) + b"[[]," * 1_250_000,
    ],
)
def test_what_our_own_code_does_not_write_is_no_evidence(judge: Judging, written: bytes) -> None:
    found = judged(judge, written, "03-2")
    assert (found.status, found.findings[0].points) == ("crashed", 0)
    assert judged(judge, said("03-2", RIGHT), "03-2").findings[0].points == 1


def test_evidence_beyond_what_was_asked_is_not_looked_at(judge: Judging) -> None:
    found = judged(judge, said("03-2", {}) + said("03-2", RIGHT) * 100, "03-2")
    assert found.findings[0].points == 0
