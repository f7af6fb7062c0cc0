"""Both notebooks of a lesson come from one source, and say what it says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers.__main__ import _build
from helpers.exercises import registry
from helpers.lessons import Lesson, clear, execute, find, is_edited, read, stale

EVERY = find()


def cells(notebook: Any, kind: str) -> list[Any]:
    """The cells that carry nbgrader's metadata of that kind: "solution" or "grade"."""
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get(kind)]


def code(notebook: Any) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("lesson", EVERY, ids=lambda lesson: lesson.source.stem)
def test_the_committed_notebooks_have_the_cells_of_the_source(lesson: Lesson) -> None:
    for path, wanted in lesson.notebooks():
        assert not stale(path, wanted), f"make lessons: {path.name} is not up to date"


@pytest.mark.parametrize("lesson", EVERY, ids=lambda lesson: lesson.source.stem)
def test_the_solution_solves_every_exercise_and_the_learners_copy_starts_none(
    lesson: Lesson,
) -> None:
    for path, word in ((lesson.solved, "solved"), (lesson.learners, "not started")):
        for cell in cells(nbformat.read(path, as_version=4), "grade"):
            shown = "".join(output["data"]["text/plain"] for output in cell.outputs)
            assert f": {word}" in shown.splitlines()[0], (path.name, shown)


@pytest.mark.parametrize("lesson", EVERY, ids=lambda lesson: lesson.source.stem)
def test_every_exercise_of_the_registry_stands_in_its_lesson(lesson: Lesson) -> None:
    number = lesson.source.name[:2]
    known = [each for each in registry() if each.startswith(number)]
    notebook = read(lesson.source)
    assert [cell.metadata.nbgrader.grade_id for cell in cells(notebook, "solution")] == known
    graded = {cell.metadata.nbgrader.grade_id: cell for cell in cells(notebook, "grade")}
    assert list(graded) == [f"check-{each}" for each in known]
    for each in known:
        assert graded[f"check-{each}"].metadata.nbgrader.points == registry()[each].points


@pytest.mark.parametrize("lesson", EVERY, ids=lambda lesson: lesson.source.stem)
def test_a_notebook_is_valid_and_its_cells_are_short(lesson: Lesson) -> None:
    for path in (lesson.solved, lesson.learners):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            given = cell.metadata.get("nbgrader", {}).get("solution")
            assert given or cell.cell_type != "code" or cell.source.count("\n") < 20, cell.source


@pytest.mark.parametrize("lesson", EVERY, ids=lambda lesson: lesson.source.stem)
def test_the_learners_copy_holds_no_solution(lesson: Lesson) -> None:
    solved = read(lesson.source)
    assert "BEGIN SOLUTION" in code(solved) or not cells(solved, "solution")
    learners = clear(solved)
    assert "SOLUTION" not in code(learners)
    for cell in cells(solved, "solution"):
        hidden = cell.source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0].strip()
        assert hidden not in code(learners)


SOURCE = """# 98 A lesson

```python
from helpers import check
```

```python exercise="03-1"
app = None
### BEGIN SOLUTION
app = 1
### END SOLUTION
```
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    for folder in ("solutions", "notebooks"):
        (tmp_path / folder).mkdir()
    source = tmp_path / "solutions" / "98-a-lesson.md"
    source.write_text(SOURCE, "utf-8")
    return Lesson(source)


def test_one_changed_word_makes_both_notebooks_stale(lesson: Lesson) -> None:
    for path, notebook in lesson.notebooks():
        assert stale(path, notebook)
        assert execute(path, notebook) == ""
        assert not stale(path, notebook)
    lesson.source.write_text(SOURCE.replace("A lesson", "Another lesson"), "utf-8")
    assert [stale(path, wanted) for path, wanted in lesson.notebooks()] == [True, True]


def test_what_somebody_wrote_into_a_notebook_is_not_lost(lesson: Lesson) -> None:
    path, notebook = next(lesson.notebooks())
    execute(path, notebook)
    assert not is_edited(path)
    written = nbformat.read(path, as_version=4)
    written.cells[-1].source += "\napp = 2"
    nbformat.write(written, path)
    assert is_edited(path)
    path.write_text("{ not json", "utf-8")
    assert not is_edited(path)


def test_a_build_that_would_lose_or_show_less_is_refused(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, notebook = next(lesson.notebooks())
    execute(path, notebook)
    built = path.read_text("utf-8")
    monkeypatch.setenv("FLASK_SECURE_HEADERS_BROWSER", "none")  # its attacks would say NOT RUN
    with pytest.raises(SystemExit):
        _build([(path, notebook)])
    assert "headless shell" in capsys.readouterr().err
    path.write_text(built.replace("app = 1", "app = 2"), "utf-8")
    with pytest.raises(SystemExit):
        _build([(path, notebook)])
    assert "98-a-lesson.ipynb" in capsys.readouterr().err
    assert "app = 2" in path.read_text("utf-8")


def test_cell_ids_stay_when_another_cell_is_added(lesson: Lesson) -> None:
    before = [cell.id for cell in read(lesson.source).cells]
    lesson.source.write_text("# New first cell\n\n```python\n1\n```\n\n" + SOURCE, "utf-8")
    assert [cell.id for cell in read(lesson.source).cells][-len(before) :] == before


def test_a_cell_that_raises_is_one_line_and_writes_nothing(lesson: Lesson) -> None:
    lesson.source.write_text("```python\n1 / 0\n```\n", "utf-8")
    path, notebook = next(lesson.notebooks())
    assert execute(path, notebook) == "98-a-lesson.ipynb: ZeroDivisionError: division by zero"
    assert not path.exists()


def test_a_name_no_lesson_begins_with_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match="'77'"):
        find(["77"])


def test_a_broken_notebook_counts_as_stale(lesson: Lesson) -> None:
    path, notebook = next(lesson.notebooks())
    path.write_text("{ not json", "utf-8")
    assert stale(path, notebook)
    shutil.rmtree(path.parent.parent / "notebooks")
