"""What a test run sorts of the bank: nothing may be left out that could be sorted otherwise now."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import sorting
from tests.bank import BANK

IMPORTED = """
import sys
from types import ModuleType
sys.modules["helpers"] = package = ModuleType("helpers")  # its names are for notebooks alone
package.__path__ = ["helpers"]
import helpers.exercises.{lesson}
import {begins}
for module in [*sys.modules.values()]:
    print(getattr(module, "__file__", ""))
"""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of the run before, in which nothing is drawn."""
    kept = {each: {by: sorting.key(each, by) for by in sorting.BY} for each in sorting._modules()}
    path = tmp_path / "sorted.json"
    path.write_text(json.dumps(kept), "utf-8")
    monkeypatch.setattr(sorting, "PATH", path)
    monkeypatch.setattr(sorting, "is_drawn", lambda *_: False)
    return path


@pytest.mark.parametrize("by", sorting.BY)
def test_what_did_not_change_is_not_sorted_again(by: str, record: Path) -> None:
    assert sorting.due(by) == []
    record.unlink()
    assert sorting.due(by) == BANK


@pytest.mark.parametrize("by", sorting.BY)
def test_of_a_changed_exercise_all_answers_are_sorted(by: str, record: Path) -> None:
    kept = json.loads(record.read_text("utf-8"))
    kept["05-1"][by] = "another"
    record.write_text(json.dumps(kept), "utf-8")
    assert sorting.due(by) == [answer for answer in BANK if answer.exercise == "05-1"]


@pytest.mark.parametrize("by", sorting.BY)
@pytest.mark.parametrize("changed", ["an answer", "what it imports", "a file of the blog"])
def test_a_key_changes_with_what_sorts(
    changed: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = {
        "an answer": next(each.path for each in BANK if each.exercise == "15-1"),
        "what it imports": sorting.ROOT / "helpers/page.py",
        "a file of the blog": sorting.ROOT / "helpers/blog/templates/base.html",
    }[changed]
    before = sorting.key("15-1", by)
    hashed = sorting._hash
    monkeypatch.setattr(sorting, "_hash", lambda path: path == file or hashed(path))
    assert sorting.key("15-1", by) != before


def test_an_answer_less_changes_its_exercise_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {each: sorting.key(each, "check") for each in ("15-1", "15-2")}
    first = next(each for each in BANK if each.exercise == "15-1")
    monkeypatch.setattr(sorting, "BANK", [each for each in BANK if each != first])
    assert sorting.key("15-1", "check") != before["15-1"]
    assert sorting.key("15-2", "check") == before["15-2"]


@pytest.mark.parametrize("by", sorting.BY)
@pytest.mark.parametrize("exercise", ["00-1", "05-1", "09-1", "14-1", "15-3"])
def test_a_key_holds_each_module_that_python_imports_to_sort(exercise: str, by: str) -> None:
    lesson = sorting._modules()[exercise].stem
    begins = {"check": "helpers.check", "grade": "helpers.grading.grade, helpers.grading.worker"}
    code = IMPORTED.format(lesson=lesson, begins=begins[by])
    run = [sys.executable, "-c", code]
    printed = subprocess.run(run, cwd=sorting.ROOT, capture_output=True, text=True, check=True)
    imported = {sorting.ROOT / line for line in printed.stdout.splitlines()}
    own = {each for each in imported if each.is_relative_to(sorting.ROOT / "helpers")}
    assert sorting.ROOT / "helpers/judge.py" in own
    assert own <= sorting.read_by(exercise, by)
