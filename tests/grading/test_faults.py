"""Whatever is in a folder of submissions, each gets its row, and harms none beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from helpers.grading.grade import Grader
from tests.grading.cheats import CHEATS
from tests.grading.conftest import earned
from tests.grading.faults import CODE, FILES, beside_honest
from tests.grading.made import POINTS, RIGHT, answer


@pytest.mark.parametrize(("code", "statuses"), CODE.values(), ids=CODE.keys())
def test_code_that_goes_wrong_gets_its_row_and_the_answer_beside_it_its_points(
    code: str, statuses: set[str], grader: Grader
) -> None:
    row = grader.grade("03-clickjacking.ipynb", beside_honest(code))
    assert row.status in statuses
    assert bool(row.why) is (row.status != "graded")
    assert earned(row)["03-3"] == POINTS["03-3"]
    assert earned(row)["03-1"] == 0


@pytest.mark.parametrize(("content", "statuses"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_odd_gets_its_row(
    content: bytes, statuses: set[str], grader: Grader
) -> None:
    row = grader.grade("x.ipynb", content)
    assert row.status in statuses
    assert bool(row.why) is (row.status != "graded")


def test_nothing_is_left_outside(grader: Grader) -> None:
    grader.grade("03-x.ipynb", answer(RIGHT["03-1"]))
    me = psutil.Process()
    files, processes = me.num_fds(), len(me.children(recursive=True))
    for code in (CHEATS["late process"], CHEATS["late thread"], CODE["fork bomb"][0]):
        grader.grade("03-x.ipynb", answer(code))
    assert (me.num_fds(), len(me.children(recursive=True))) == (files, processes)


ODD_NAMES = ("new\nline.ipynb", "\x1b[31m.ipynb", "<script>.ipynb", "=cmd|' '!A0.ipynb", "ö.ipynb")


def test_every_path_gets_a_row(tmp_path: Path, grade: Callable[..., dict[str, Any]]) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ODD_NAMES:
        (folder / name).write_bytes(answer(RIGHT["03-1"]))
    (folder / "link.ipynb").symlink_to("/etc/passwd")
    (folder / "loop.ipynb").symlink_to("loop.ipynb")
    (folder / "folder.ipynb").mkdir()
    os.mkfifo(folder / "pipe.ipynb")
    (folder / "shut.ipynb").symlink_to("/proc/1/mem")
    (folder / "UPPER.IPYNB").write_bytes(answer(RIGHT["03-1"]))
    (folder / ".dotted").mkdir()
    (folder / ".dotted/in-it.ipynb").write_bytes(answer(RIGHT["03-1"]))
    (folder / "linked").symlink_to(folder / ".dotted")
    (folder / os.fsdecode(b"\xff.ipynb")).write_bytes(answer(RIGHT["03-1"]))
    rows = grade(folder, tmp_path / "nowhere.ipynb")["submissions"]
    statuses = {os.path.basename(row["file"]): row["status"] for row in rows}
    assert {name for name, status in statuses.items() if status == "graded"} == {
        *ODD_NAMES,
        os.fsdecode(b"\xff.ipynb"),
        "UPPER.IPYNB",
        "in-it.ipynb",
    }
    odd = {"link", "loop", "folder", "pipe", "shut", "nowhere"}
    unreadable = {name for name, status in statuses.items() if status == "unreadable"}
    assert unreadable == {*(f"{name}.ipynb" for name in odd), "linked"}
    assert all(row["why"] for row in rows if row["status"] == "unreadable")
