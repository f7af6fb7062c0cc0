"""Progress is the best that was reached, and nothing on the disk can break it."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from helpers.judge import Findings, State
from helpers.progress import Passed, folder, keep, load


def reached(points: int, exercise: str = "90-1") -> Findings:
    return Findings(exercise, "An exercise", State.NOT_YET, points, 5)


def test_nothing_is_passed_at_first(home: Path) -> None:
    assert load() == {}
    assert not home.exists()  # asking writes nothing


@pytest.mark.parametrize(
    ("earned", "best"), [([3], 3), ([3, 1], 3), ([1, 3], 3), ([0, 2, 2, 1], 2), ([5, 0], 5)]
)
def test_the_best_is_kept(home: Path, earned: list[int], best: int) -> None:
    for points in earned:
        keep(reached(points))
    assert load() == {"90-1": Passed("90-1", best, 5)}


def test_no_points_leave_no_trace(home: Path) -> None:
    keep(reached(0))
    assert load() == {}


def test_exercises_are_kept_apart(home: Path) -> None:
    for exercise, points in {"90-1": 2, "90-2": 4}.items():
        keep(reached(points, exercise))
    assert {name: each.points for name, each in load().items()} == {"90-1": 2, "90-2": 4}


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"exercise": "90-1"}',
        b'{"exercise": "90-1", "points": "4", "max_points": 5}',
        b'{"exercise": "90-1", "points": null, "max_points": 5}',
        b'{"exercise": ["90-1"], "points": 4, "max_points": 5}',
        b'{"exercise": "90-1", "points": 4, "max_points": 5, "more": 1}',
    ],
)
def test_a_broken_file_counts_as_not_there_and_is_written_anew(home: Path, written: bytes) -> None:
    keep(reached(1))
    (path,) = folder().glob("*.json")
    path.write_bytes(written)
    assert load() == {}
    keep(reached(2))
    assert load() == {"90-1": Passed("90-1", 2, 5)}


def test_a_folder_in_a_files_place_counts_as_not_there(home: Path) -> None:
    (folder() / "90-1.json").mkdir(parents=True)
    assert load() == {}


def test_nothing_but_whole_files_is_left(home: Path) -> None:
    for points in (1, 2, 3):
        keep(reached(points))
    assert [each.name for each in folder().iterdir()] == ["90-1.json"]


def test_the_variable_moves_the_folder(home: Path) -> None:
    keep(reached(1))
    assert home in folder().parents
    assert folder().is_dir()


@pytest.mark.parametrize("setting", ["", None])
def test_without_it_the_folder_is_the_users_and_not_the_checkouts(
    setting: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLASK_SECURE_HEADERS_HOME")
    if setting is not None:
        monkeypatch.setenv("FLASK_SECURE_HEADERS_HOME", setting)
    assert Path(platformdirs.user_data_dir()) in folder().parents


def test_a_folder_one_may_not_write_to_is_an_os_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()  # no folder can be made in a file, not even by root
    monkeypatch.setenv("FLASK_SECURE_HEADERS_HOME", str(tmp_path / "file"))
    assert load() == {}
    with pytest.raises(OSError, match="file"):
        keep(reached(1))
