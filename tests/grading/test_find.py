"""Whose a submission is, by where it lies; and who handed in something else than a notebook."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory

from helpers.grading import feedback, gradebook
from helpers.grading.command import columns
from helpers.grading.grade import Row, find, submitted

EVERY = ("learner", "folder", "name")
"""What a column is made of, beside the file itself."""


def lay(folder: Path, *files: str) -> None:
    """Files, with nothing in them."""
    for each in files:
        (folder / each).parent.mkdir(parents=True, exist_ok=True)
        (folder / each).touch()


def rows(paths: Sequence[str]) -> list[Row]:
    """The rows of what is found there."""
    return [Row(file, "graded", learner=learner) for file, learner in find(paths).items()]


def told(*paths: str) -> list[tuple[str, ...]]:
    """The learner, folder and name of every row, as a column has them."""
    places = [gradebook.place(row) for row in rows(paths)]
    return [tuple(each[name] for name in EVERY) for each in places]


def test_learners_of_nbgraders_submitted_folder_are_told_apart(tmp_path: Path) -> None:
    course = CourseDirectory(root=str(tmp_path))  # where nbgrader itself collects to
    for learner in ("ann", "bob"):
        lay(Path(course.format_path("submitted", learner, "ps1")), "03-x.ipynb")
    found = rows([str(tmp_path / "submitted")])
    assert told(str(tmp_path / "submitted")) == [("ann", "ps1", "03-x"), ("bob", "ps1", "03-x")]
    pages = [feedback.page_name(row) for row in found]
    assert [page.rpartition("-")[0] for page in pages] == ["ann-03-x", "bob-03-x"]
    assert "Feedback for ann/03-x" in feedback.html(found[0])
    gradebook.write_csv(tmp_path / "g.csv", found, columns(["Email={learner}@school.test"]))
    with (tmp_path / "g.csv").open(newline="", encoding="utf-8") as file:
        cells = [line[0] for line in csv.reader(file)]
    assert cells == ["Email", "ann@school.test", "bob@school.test"]


@pytest.mark.parametrize("path", ["{}", "{}/", "{}/../class", "{}/."])
def test_however_the_path_is_written(tmp_path: Path, path: str) -> None:
    lay(tmp_path / "class", "ann/notebooks/03-x.ipynb", "bob/03-x.ipynb", "cy_03-x.ipynb")
    learners = [learner for learner, _, _ in told(path.format(tmp_path / "class"))]
    assert learners == ["ann", "bob", "cy_03-x"]


def test_from_the_folder_itself_and_by_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, "ann/ps1/03-x.ipynb", "03-x.IPYNB")
    monkeypatch.chdir(tmp_path)
    assert told(".") == [("03-x", "", "03-x"), ("ann", "ps1", "03-x")]
    assert told("ann/ps1/03-x.ipynb") == [("03-x", "ps1", "03-x")]
    assert "Feedback for ps1/03-x<" in feedback.html(rows(["ann/ps1/03-x.ipynb"])[0])


def test_whoever_hands_in_no_notebook_gets_a_row(tmp_path: Path) -> None:
    lay(tmp_path, "ann/03-x.ipynb", "St. John/deep/in/a.zip", ".hidden/a.zip", "__MACOSX/ann/._a")
    lay(tmp_path, "__MACOSX/ann/._03-x.ipynb", ".ipynb_checkpoints/a.txt", "roster.csv")
    (tmp_path / "nobody").mkdir()
    without = f"{tmp_path}/St. John/"
    assert [*find([str(tmp_path)])] == [without, f"{tmp_path}/ann/03-x.ipynb"]
    assert told(str(tmp_path))[0] == ("St. John", "St. John", "St. John")
    assert submitted(without).problem == "no notebook is in this folder"


def test_a_link_and_a_folder_with_a_notebook_in_it_have_one_row(tmp_path: Path) -> None:
    lay(tmp_path / "class", "ann/03-x.ipynb", "bob/other.ipynb/a.txt")
    lay(tmp_path, "elsewhere/a.zip")
    (tmp_path / "class" / "linked").symlink_to(tmp_path / "elsewhere")
    found = [Path(file).name for file in find([str(tmp_path / "class")])]
    assert found == ["03-x.ipynb", "other.ipynb", "linked"]


def test_a_path_without_any_notebook_stays_one_row(tmp_path: Path) -> None:
    lay(tmp_path, "ann/a.zip", "bob/b.zip")
    assert [*find([str(tmp_path)])] == [str(tmp_path)]


def test_the_folders_of_a_repository_are_nobodys(tmp_path: Path) -> None:
    # What actions/checkout leaves: the repository of one learner.
    lay(tmp_path, ".git/HEAD", "notebooks/03-x.ipynb", "helpers/web.py")
    assert [*find([str(tmp_path)])] == [f"{tmp_path}/notebooks/03-x.ipynb"]


def test_a_rerun_does_not_take_its_own_results_for_a_learner(tmp_path: Path) -> None:
    lay(tmp_path, "ann/03-x.ipynb", "feedback/summary.html", "out/g.json.journal")
    ours = tmp_path / "feedback", tmp_path / "out" / "g.json"
    assert [*find([str(tmp_path)], ours)] == [f"{tmp_path}/ann/03-x.ipynb"]


def test_the_name_of_a_page_is_read_and_held_by_any_system() -> None:
    named = Row("class/Zoë 王_123_file_/03-x.ipynb", "graded", learner="Zoë 王_123_file_")
    assert feedback.page_name(named).startswith("Zoë-王_123_file_-03-x-")
    # As macOS writes it: é and the like in two characters (Unicode Standard Annex #15, NFD).
    assert feedback.page_name(replace(named, learner="Zoe\u0308 王_123_file_")).startswith("Zoë-王")
    letters = "\U00020000" * 60  # each four bytes
    long = Row(f"class/{letters}/03-x.ipynb", "graded", learner=letters)
    draft = f"{feedback.page_name(long)}.html.{'0' * 16}.draft"
    assert len(draft.encode()) <= 255  # NAME_MAX, linux/limits.h
