"""The answer bank is sorted the same by `check` in a notebook and by the grader.

Sorted are the answers of whose exercise something changed, and one in forty of the others.
"""

from __future__ import annotations

import pytest

from helpers.exercises import registry
from helpers.grading.grade import SECONDS, Grader
from tests.bank import Answer
from tests.grading.made import cell, notebook
from tests.sorting import due


@pytest.fixture(scope="module")
def limit() -> float:
    """What teachers give: nothing here hangs, and the machine may be busy."""
    return SECONDS


@pytest.mark.parametrize("answer", due("grade"), ids=str)
def test_the_grader_sorts_the_answer_as_check_does(answer: Answer, grader: Grader) -> None:
    content = notebook(cell(answer.path.read_text("utf-8"), answer.exercise))
    row = grader.grade(f"{answer.exercise[:2]}-x.ipynb", content)
    assert row.status == "graded", row.why
    (found,) = (each for each in row.findings if each.exercise == answer.exercise)
    if found.failure:
        assert answer.unmet, found.failure
        return
    assert {each.text for each in found.requirements if not each.met} == answer.unmet
    if not answer.unmet:
        assert found.points == registry()[answer.exercise].points
