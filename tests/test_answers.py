"""The answer bank: every checker sorts every right and wrong answer as its first line says.

The first line of ``tests/answers/NN-N/*.py`` is ``# all met``, or ``# not met:`` and the
requirements that must fail, separated by `` | ``. Those lines come from what Chromium does
(mistakes.md, browser-facts.md), and test_answers_in_chromium.py asks it again. Sorted are the
answers of whose exercise something changed, and one in forty of the others (tests/sorting.py).
"""

from __future__ import annotations

import pytest

from helpers.check import examine
from helpers.exercises import Exercise, registry
from helpers.judge import Findings, State
from tests.bank import BANK, Answer
from tests.sorting import due


@pytest.mark.parametrize("answer", due("check"), ids=str)
def test_the_checker_sorts_the_answer_as_its_first_line_says(answer: Answer) -> None:
    findings = examine(registry()[answer.exercise], answer.load())
    assert_told_what_was_expected_and_what_happened(findings)
    if findings.failure:
        assert answer.unmet, f"refused a right answer: {findings.failure}"
        return
    unmet = {each.text for each in findings.requirements if not each.met}
    assert unmet == answer.unmet, [each.why for each in findings.requirements if each.why]


def assert_told_what_was_expected_and_what_happened(findings: Findings) -> None:
    for why in filter(None, [findings.failure, *(each.why for each in findings.requirements)]):
        assert "could not be judged" not in why
        assert why.startswith(("Expected", "Calling", "Your answer"))
        assert "Traceback" not in why
        assert "\n" not in why


@pytest.mark.parametrize("exercise", registry().values(), ids=lambda each: each.id)
def test_every_exercise_has_its_bank_and_each_requirement_a_wrong_answer(
    exercise: Exercise,
) -> None:
    bank = [answer for answer in BANK if answer.exercise == exercise.id]
    assert sum(not answer.unmet for answer in bank) >= 4
    assert sum(bool(answer.unmet) for answer in bank) >= 6
    failed = {text for answer in bank for text in answer.unmet}
    assert failed == {requirement.text for requirement in exercise.requirements}


@pytest.mark.parametrize("exercise", registry().values(), ids=lambda each: each.id)
def test_an_untouched_answer_is_not_started(exercise: Exercise) -> None:
    assert examine(exercise, ...).state is State.NOT_STARTED
