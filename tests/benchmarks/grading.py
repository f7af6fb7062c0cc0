"""What grading costs, beside nbgrader, Otter and a bare fork, on the same cells in one run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from helpers.grading.grade import Grader, questions
from helpers.grading.sandbox import Sandbox
from helpers.lessons import find
from tests.benchmarks import peers

ROOT = Path(__file__).parents[2]
CLASS, SOME = 500, 100


def rows() -> list[tuple[str, ...]]:
    """The grader's figures: measured, figure, against, at most."""
    (lesson,) = find(("03",))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _submit(folder / "class", lesson.solved, lesson.learners)
        wall = _graded(folder / "class", folder / "g.json")
        spent, bare = _spent(lesson.solved), _spent(lesson.solved, unsafe=True)
        theirs = peers.nbgrader(folder / "course", lesson.solved)
        otter = _beside_otter(folder / "otter", lesson.solved, spent)
    ratio = f"{theirs / spent:.0f} times less"
    peer = f"nbgrader autograde: {theirs:.1f} s"
    return [
        (f"grade, {CLASS} of lesson 03, {os.cpu_count()} cores", f"{wall:.1f} s", "-", "10 s"),
        ("grade, CPU a submission", f"{spent * 1000:.1f} ms, {ratio}", peer, "300 times less"),
        otter,
        ("grade, the same without a sandbox", f"{bare * 1000:.1f} ms", "a bare fork", "-"),
        ("grade, the first result", f"{_first(lesson.solved):.2f} s", "-", "1 s"),
    ]


def _submit(folder: Path, *notebooks: Path) -> None:
    folder.mkdir()
    for number in range(CLASS):
        shutil.copy(notebooks[number % len(notebooks)], folder / f"{number:03}-03-x.ipynb")


def _graded(folder: Path, book: Path) -> float:
    """Seconds of wall clock for the class, start included."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "helpers", "grade", str(folder), "--json", str(book)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    assert len(json.loads(book.read_text())["submissions"]) == CLASS
    return time.perf_counter() - begin


def _spent(notebook: Path, unsafe: bool = False) -> float:
    """Seconds of CPU for one submission, of the grader's process and of all in its sandbox."""
    content, grader = notebook.read_bytes(), Grader(Sandbox(unsafe), questions())
    grader.grade(notebook.name, content)
    before = _used_here()
    for _ in range(SOME):
        grader.grade(notebook.name, content)
    spent = (_used_here() - before) / SOME
    grader.close()
    return spent


def _used_here() -> float:
    """CPU seconds of this process and of those below it, with what they waited for."""
    me = psutil.Process()
    below = [each.cpu_times() for each in me.children(recursive=True)]
    used = sum(t.user + t.system + t.children_user + t.children_system for t in below)
    return used + time.process_time()


def _first(notebook: Path) -> float:
    begin = time.perf_counter()
    grader = Grader(Sandbox(), questions())
    grader.grade(str(notebook), notebook.read_bytes())
    elapsed = time.perf_counter() - begin
    grader.close()
    return elapsed


def _beside_otter(course: Path, notebook: Path, spent: float) -> tuple[str, ...]:
    """The same submission in Otter, or why there is no figure of it."""
    measured = "grade, CPU beside Otter"
    try:
        theirs = peers.otter(course, notebook)
    except peers.NotHere as reason:
        return measured, "-", str(reason), "-"
    return measured, f"{theirs / spent:.0f} times less", f"otter run: {theirs:.1f} s", "-"
