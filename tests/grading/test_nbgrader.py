"""nbgrader takes our notebooks as they are, and gives the points that the grader gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.grading.grade import Grader
from helpers.lessons import Lesson, find
from tests.grading.conftest import earned
from tests.grading.made import ROOT

CHOSEN = {"00": "wrong_unsafe_inline", "01": "wrong_add", "03": "wrong_star"}
"""Three lessons, and for the first exercise of each that has it an answer that is partly right."""


def nbgrader(course: Path, *command: str) -> None:
    """Run ``nbgrader`` in a course of its own, without a browser: the marks need none."""
    programs = Path(sys.executable).parent
    done = subprocess.run(
        [programs / "nbgrader", *command, f"--course-dir={course}"],
        cwd=course,
        env=os.environ
        | {"FLASK_SECURE_HEADERS_BROWSER": "none", "HOME": str(course)}
        | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def partly_right(released: Path, wrong: str) -> None:
    """Answer one exercise partly, with an answer of the bank, and leave the others."""
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        answer = ROOT / "tests" / "answers" / name / f"{wrong}.py"
        if cell.metadata.get("nbgrader", {}).get("solution") and answer.is_file():
            cell.source = answer.read_text("utf-8")
    nbformat.write(notebook, released)


@pytest.mark.timeout(600)
def test_the_same_points_from_nbgrader_as_from_the_grader(tmp_path: Path, grader: Grader) -> None:
    chosen: list[Lesson] = find(tuple(CHOSEN))
    source, submitted = tmp_path / "source" / "ps", tmp_path / "submitted" / "ann" / "ps"
    source.mkdir(parents=True)
    for lesson in chosen:
        shutil.copy(lesson.solved, source)
    nbgrader(tmp_path, "generate_assignment", "ps", "--create")
    shutil.copytree(tmp_path / "release" / "ps", submitted)
    for path in submitted.glob("*.ipynb"):
        partly_right(path, CHOSEN[path.name[:2]])
    nbgrader(tmp_path, "autograde", "ps")
    nbgrader(tmp_path, "generate_feedback", "ps")

    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as book:
        theirs = {
            each.name.removeprefix("check-"): each.auto_score
            for notebook in book.find_submission("ps", "ann").notebooks
            for each in notebook.grades
        }
    ours: dict[str, float] = {}
    for path in submitted.glob("*.ipynb"):
        ours |= earned(grader.grade(str(path), path.read_bytes()))
    assert theirs == ours
    assert sum(ours.values()) > 0
    assert len([*(tmp_path / "feedback").rglob("*.html")]) == len(chosen)
