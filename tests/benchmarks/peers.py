"""What other graders spend on one submission of the same cells, without a browser."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
OK_TEST = """OK_FORMAT = True

test = {{
    "name": {name!r},
    "points": {points},
    "suites": [{{"type": "doctest", "cases": [{{"code": {code!r}}}]}}],
}}
"""
"""A test file of Otter's, in its "OK format": one doctest."""


class NotHere(Exception):
    """Otter does not install on this machine, or does not grade; the text says why."""


def nbgrader(course: Path, solved: Path) -> float:
    """CPU seconds of ``nbgrader autograde`` for one more submission."""
    (course / "source" / "ps").mkdir(parents=True)
    shutil.copy(solved, course / "source" / "ps")
    run = partial(_run, PROGRAMS / "nbgrader", course)
    run("generate_assignment", "ps", "--create")
    for student in ("ann", "bob"):
        folder = course / "submitted" / student / "ps"
        folder.mkdir(parents=True)
        shutil.copy(solved, folder)
    autograde = partial(run, "autograde", "ps", "--student")
    return min(_cpu(partial(autograde, student)) for student in ("ann", "bob"))


def otter(course: Path, solved: Path) -> float:
    """CPU seconds of ``otter run`` for one more submission; raises ``NotHere``.

    Otter is no dependency: it comes into an environment of its own below ``course``.
    """
    course.mkdir()
    run = partial(_run, _installed(course / "otter") / "bin" / "otter", course)
    try:
        worth = _assignment(course, solved)
        run("generate", "--tests-dir", "tests", "--output-path", "autograder.zip")
        # The first run compiles what was just installed: the better one is without.
        grade = partial(run, "run", "--autograder", "autograder.zip", "submission.ipynb")
        spent = min(_cpu(grade) for _ in range(2))
    except subprocess.CalledProcessError as error:
        raise NotHere(f"Otter fails: {_reason(error.stderr)}") from None
    tests = json.loads((course / "results.json").read_text())["tests"]
    earned = {test["name"]: test["score"] for test in tests if "score" in test}
    if earned != worth:
        given = f"{sum(earned.values()):g} of {sum(worth.values())}"
        raise NotHere(f"Otter gives {given} points for a right answer")
    return spent


def _installed(place: Path) -> Path:
    """A new environment with Otter and what the lesson imports, at the versions of the lock."""
    uv = [sys.executable, "-m", "uv"]
    constraints = ["--constraint", str(ROOT / "requirements.txt")]
    into = ["--python", str(place), "--editable", str(ROOT), *constraints]
    try:
        _quietly([*uv, "venv", "--python", sys.executable, str(place)])
        _quietly([*uv, "pip", "install", *into, "otter-grader"])
    except subprocess.CalledProcessError as error:
        raise NotHere(f"Otter does not install: {_reason(error.stderr)}") from None
    return place


def _assignment(course: Path, solved: Path) -> dict[str, int]:
    """Write each check cell as a test of Otter's, the other cells as the submission.

    Returns what each test is worth, in points.
    """
    (course / "tests").mkdir()
    notebook, worth, cells = nbformat.read(solved, as_version=4), {}, []
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if not marks.get("grade"):
            cells.append(cell)
            continue
        name, points = marks["grade_id"], marks["points"]
        # The same cell as nbgrader's, read as nbgrader reads it: what it shows is the points.
        test = OK_TEST.format(name=name, points=points, code=f">>> {cell.source}\n{points}")
        (course / "tests" / f"{name}.py").write_text(test)
        worth[name] = points
    notebook.cells = cells
    nbformat.write(notebook, course / "submission.ipynb")
    return worth


def _cpu(job: Callable[[], Any]) -> float:
    """CPU seconds of every process that ``job()`` started and waited for, and of those below."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    job()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(program: Path, course: Path, *command: str) -> None:
    """Run a grader in its course's folder, with the kernel of its own environment."""
    quiet = {"FLASK_SECURE_HEADERS_BROWSER": "none", "HOME": str(course)}
    paths = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    how = {"NBGRADER_EXECUTION": "autograde"}  # as nbgrader sets it: check shows bare points
    _quietly([program, *command], cwd=course, env=os.environ | quiet | paths | how)


def _quietly(command: list[str | Path], **where: Any) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, **where)


def _reason(stderr: str) -> str:
    """A few words of what a program said: of its error, or the end of its traceback."""
    said = re.search(r"^error: ([^:`\n]+)", stderr, re.MULTILINE)
    return said[1].strip() if said else (stderr.strip().splitlines() or ["no word"])[-1][:60]
