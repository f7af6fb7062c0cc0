"""Grading: the same marks as `check`, wherever the answer stands, and whatever is around it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.exercises import registry
from helpers.grading.grade import Grader
from helpers.grading.sandbox import Sandbox
from helpers.judge import State
from helpers.lessons import find
from tests.grading.conftest import earned
from tests.grading.made import POINTS, RIGHT, STARTER, answer, cell, notebook, untouched

LESSONS = find()
CHECK = 'check("03-1", app)'
Points = Callable[[bytes], dict[str, int]]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each.source.stem)
def test_a_solved_notebook_earns_all_and_an_untouched_one_nothing(
    lesson: object, grader: Grader
) -> None:
    solved, untouched = lesson.solved, lesson.learners  # type: ignore[attr-defined]
    wanted = {
        name: exercise.points
        for name, exercise in registry().items()
        if name.startswith(solved.name[:2])
    }
    assert earned(grader.grade(str(solved), solved.read_bytes())) == wanted
    row = grader.grade(str(untouched), untouched.read_bytes())
    assert earned(row) == dict.fromkeys(wanted, 0)
    assert {each.state for each in row.findings} == {State.NOT_STARTED}
    assert row.status == "graded"


ANYWHERE = {
    "as handed out": [cell(RIGHT["03-1"], "03-1"), cell(CHECK, "check-03-1")],
    "check deleted": [cell(RIGHT["03-1"], "03-1")],
    "no metadata": [cell(RIGHT["03-1"]), cell(CHECK)],
    "no metadata and no check": [cell(RIGHT["03-1"])],
    "answer in a cell of one's own": [cell(RIGHT["03-1"]), cell(CHECK, "check-03-1")],
    "doubled, the second untouched": [cell(RIGHT["03-1"], "03-1"), cell(untouched("03-1"), "03-1")],
    "corrected below": [cell(STARTER, "03-1"), cell(RIGHT["03-1"]), cell(CHECK)],
    "a scratch cell raises": [cell("1 / 0"), cell(RIGHT["03-1"], "03-1"), cell("1 / 0")],
    "magics": [cell("%pip install x\n!ls\n" + RIGHT["03-1"], "03-1")],
    "a cell magic": [cell("%%time\n" + RIGHT["03-1"], "03-1")],
    "await and input": [
        cell("await __import__('asyncio').sleep(0)\nname = input()\n" + RIGHT["03-1"], "03-1")
    ],
    "display": [cell("display('x')\nfrom IPython.display import HTML\n" + RIGHT["03-1"], "03-1")],
    "our helpers": [
        cell(
            "from helpers import web, browser, check, show\n"
            + RIGHT["03-1"]
            + "\nweb.site('x.test', app)\nbrowser.visit('https://x.test/')\n"
            "print(web.get('https://x.test/').headers['X'])",
            "03-1",
        )
    ],
    "a name of the lesson's own cells": [
        cell("from flask import Flask\n\n\ndef made():\n    return Flask('m')", tags=["demo"]),
        cell("raise SystemExit", tags=["demo"]),
        cell(RIGHT["03-1"] + "\nmade()", "03-1"),
    ],
}


@pytest.mark.parametrize("cells", ANYWHERE.values(), ids=ANYWHERE.keys())
def test_the_answer_is_found(cells: list[dict[str, object]], points: Points) -> None:
    assert points(notebook(*cells))["03-1"] == POINTS["03-1"]


def test_what_raises_is_told_by_the_learners_own_line(grader: Grader) -> None:
    row = grader.grade("03-x.ipynb", answer("app = 1\nundefined_name()"))
    assert row.findings[0].failure == (
        "Your cell raised NameError: name 'undefined_name' is not defined, "
        "at line 2 of your cell: undefined_name()."
    )


SEES = """
import os, socket
seen = [str(path) for path in {paths!r} if os.path.exists(path)]
seen += [name for name in os.environ if name == {variable!r}]
try:
    socket.create_connection(("127.0.0.1", {port}), 1)
    seen.append("the network")
except OSError:
    pass
pids = [each for each in os.listdir("/proc") if each.isdigit()]
seen += pids if len(pids) > 1 else []
raise RuntimeError(f"sees {{seen}}, is {{os.getuid()}}")
"""


def test_nothing_of_the_grader_is_seen_inside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRADERS_SECRET", "x")
    root = Path(__file__).parents[2]
    paths = [root / "solutions", root / "tests", root / "notebooks", tmp_path, Path.home() / ".ssh"]
    paths += [Path("/etc/passwd"), Path("/etc/shadow"), Path("/var"), Path("/sys"), root / ".git"]
    from helpers.grading.grade import questions

    with socket.create_server(("127.0.0.1", 0)) as server:
        code = SEES.format(
            paths=[*map(os.fspath, paths)],
            variable="GRADERS_SECRET",
            port=server.getsockname()[1],
        )
        grader = Grader(Sandbox(), questions())
        try:
            row = grader.grade("03-x.ipynb", answer(code))
        finally:
            grader.close()
    assert "RuntimeError: sees [], is 65534" in row.findings[0].failure
