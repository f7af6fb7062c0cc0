"""One grader a module: starting a sandbox costs more than grading in it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers.grading.grade import Grader, Row, questions
from helpers.grading.sandbox import Sandbox
from tests.grading.made import ROOT

QUICK = 3.0
"""Seconds that what hangs is given in these tests."""


@pytest.fixture(scope="module")
def limit() -> float:
    """Seconds a submission may take."""
    return QUICK


@pytest.fixture(scope="module")
def grader(limit: float) -> Iterator[Grader]:
    """A grader with a sandbox of its own."""
    one = Grader(Sandbox(), questions(), limit)
    yield one
    one.close()


@pytest.fixture
def points(grader: Grader) -> Callable[[bytes], dict[str, int]]:
    """The points by exercise of a notebook of lesson 03."""
    return lambda content: earned(grader.grade("03-clickjacking.ipynb", content))


def earned(row: Row) -> dict[str, int]:
    return {each.exercise: each.points for each in row.findings}


@pytest.fixture
def grade(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """``python -m helpers grade`` on paths; the gradebook it wrote."""

    def run(*arguments: str | Path) -> dict[str, Any]:
        book = tmp_path / "g.json"
        command = [sys.executable, "-m", "helpers", "grade", *map(str, arguments)]
        done = subprocess.run(
            [*command, "--json", str(book)], capture_output=True, text=True, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(book.read_text())
        return found

    return run
