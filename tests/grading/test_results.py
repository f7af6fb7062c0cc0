"""What comes out: JSON, CSV, feedback and the summary, whatever happened on the way."""

from __future__ import annotations

import csv
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unicodedata import normalize

import psutil
import pytest

from helpers.grading import feedback, gradebook, summary, wire
from helpers.grading.grade import Row
from helpers.judge import Finding, Findings, State
from tests.grading.made import RIGHT, ROOT, STARTER, answer

HOSTILE = '=HYPERLINK("https://evil.test")<script>alert(1)</script>\x1b[2J\n| [x](javascript:y)'
FOUND = Findings(
    "03-1",
    "Let one partner in, and nobody else",
    State.NOT_YET,
    2,
    5,
    (Finding("No page can be framed by evil.test", True), Finding("Other", False, HOSTILE)),
)
ROW = Row(f"ann/{HOSTILE.replace('/', ':')}.ipynb", "crashed", HOSTILE, 0.1, (FOUND,))
UNREADABLE = Row("bob/03-x.ipynb", "unreadable", "it is empty")


def command(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "helpers", "grade", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
    )


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """A class of three: one right, one wrong, one broken."""
    folder = tmp_path / "class"
    for name, content in (("ann", answer(RIGHT["03-1"])), ("bob", answer(STARTER)), ("cy", b"")):
        (folder / name).mkdir(parents=True)
        (folder / name / "03-clickjacking.ipynb").write_bytes(content)
    return folder


def test_the_gradebook_is_what_the_contract_says(
    submissions: Path, grade: Callable[..., dict[str, Any]]
) -> None:
    rows = grade(submissions)["submissions"]
    # architecture.md, "Command line": the keys of a submission and of an exercise.
    keys = {"file", "status", "why", "points", "max_points", "seconds", "exercises"}
    assert all(row.keys() == keys for row in rows)
    assert [(row["status"], row["points"], row["max_points"]) for row in rows] == [
        ("graded", 5, 19),
        ("graded", 0, 19),
        ("unreadable", 0, 0),
    ]
    exercise = rows[0]["exercises"]["03-1"]
    assert exercise.keys() == {"points", "max_points", "requirements"}
    assert all(each.keys() == {"text", "met", "why"} for each in exercise["requirements"])


def test_a_rerun_gives_the_same_but_for_the_times(submissions: Path, tmp_path: Path) -> None:
    books = []
    for name in ("one.json", "two.json"):
        assert command(submissions, "--json", tmp_path / name).returncode == 0
        book = json.loads((tmp_path / name).read_text())
        for row in book["submissions"]:
            del row["seconds"]
        books.append(json.dumps(book))
    assert books[0] == books[1]


def test_the_csv_has_a_column_an_exercise_and_no_formula(tmp_path: Path) -> None:
    gradebook.write_csv(tmp_path / "g.csv", [ROW, UNREADABLE], {"Email": "{folder}"})
    with (tmp_path / "g.csv").open(newline="", encoding="utf-8") as file:
        head, first, second = csv.reader(file)
    assert head == ["Email", "points", "max points", "status", "why", "03-1"]
    assert (first[0], second[0], first[5], second[5]) == ("ann", "bob", "2", "")
    # OWASP, CSV Injection: these at the start of a cell make a spreadsheet compute it.
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in first)


FORMULAS = (
    *("=1+1", "a;=1+1", "a, =1+1", "a\n=1+1", "\t-1", "\uff1d1+1", " =1", "\x1b[2J"),
    *('";@SUM(1)', 'a;"=1+1"'),
)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("said", FORMULAS)
def test_no_cell_is_a_formula_whatever_separates_them(
    said: str, separator: str, tmp_path: Path
) -> None:
    row = Row(f"ann/03-{said}.ipynb", "crashed", said)
    gradebook.write_csv(tmp_path / "g.csv", [row], {"id": "{name}", "file": "{file}"})
    with (tmp_path / "g.csv").open(newline="", encoding="utf-8") as file:
        cells = [cell for line in csv.reader(file, delimiter=separator) for cell in line]
    for cell in cells:
        assert not normalize("NFKC", cell).lstrip(' "').startswith(("=", "+", "-", "@"))
        assert "\x1b" not in cell


def test_columns_for_moodle_and_canvas(submissions: Path, tmp_path: Path) -> None:
    columns = ("--column", "Email address={folder}@school.test", "--column", "SIS User ID={folder}")
    done = command(submissions, "--csv", tmp_path / "g.csv", *columns)
    assert done.returncode == 0, done.stderr
    head, first, *_ = csv.reader((tmp_path / "g.csv").open(newline=""))
    assert head[:2] == ["Email address", "SIS User ID"]
    assert first[:2] == ["ann@school.test", "ann"]


class Page(HTMLParser):
    """The tags of a page, its text, and where it points to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.links: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_feedback_shows_what_learners_wrote_as_text() -> None:
    page = Page(feedback.html(ROW))
    assert "script" not in page.tags
    assert page.links == []
    assert "alert(1)" in page.text
    assert "\x1b" not in page.text
    # WCAG 2.2, 3.1.1 and 1.3.1: a language, one main heading, headings of columns.
    assert page.tags.count("h1") == 1
    assert {"html", "th", "main"} <= set(page.tags)
    told = feedback.markdown(ROW)
    assert "<script>" not in told
    assert "](javascript" not in told
    assert "\x1b" not in told


def test_every_learner_gets_a_page_of_their_own(tmp_path: Path) -> None:
    same = [Row(f"{name}/03-x.ipynb", "graded") for name in ("a b", "a-b", "../a-b", "ä-b")]
    feedback.write(tmp_path / "out", [ROW, UNREADABLE, *same])
    assert len([*(tmp_path / "out").glob("*.html")]) == 6 + 1
    assert {path.parent for path in (tmp_path).rglob("*.html")} == {tmp_path / "out"}


def test_the_summary_names_what_failed_most_often() -> None:
    (line,) = summary.table([ROW, ROW, UNREADABLE]).rows
    assert line[0].startswith("03-1")
    assert line[1:] == ("2.0 of 5", "0 of 2", "0", "2 times: Other")
    assert "2 crashed" in summary.table([ROW, ROW, UNREADABLE]).note
    page = Page(feedback.summary([ROW, UNREADABLE]))
    assert "svg" in page.tags
    assert "it is empty" in page.text


def many(folder: Path) -> list[str]:
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}-03-x.ipynb").write_bytes(answer(RIGHT["03-1"]))
    return sorted(str(path) for path in folder.glob("*.ipynb"))


@pytest.mark.parametrize("after", [1, 20, 40])
def test_a_killed_run_is_resumed_and_grades_nothing_twice(tmp_path: Path, after: int) -> None:
    files = many(tmp_path / "class")
    book, journal = tmp_path / "g.json", tmp_path / "g.json.journal"
    line = [sys.executable, "-m", "helpers", "grade", str(tmp_path / "class"), "--json", str(book)]
    run = _under_way(line, journal, after)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert not book.exists()
    with journal.open("a") as file:
        file.write('["cut off in the midd')
    before = {key: row.seconds for key, row in gradebook.Journal(book).known().items()}
    assert len(before) >= after
    done = subprocess.run([*line, "--resume"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    rows = json.loads(book.read_text())["submissions"]
    assert [row["file"] for row in rows] == files
    assert {row["points"] for row in rows} == {5}
    kept = {key.partition(" ")[0]: seconds for key, seconds in before.items()}
    again = {row["file"]: row["seconds"] for row in rows if row["file"] in kept}
    assert again == kept
    assert not journal.exists()


def _under_way(line: list[str], journal: Path, rows: int) -> subprocess.Popen[bytes]:
    """A run that has noted so many rows, and goes on.

    It hears SIGINT, which what a shell starts in the background, as these tests may be, does not.
    """
    hears = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    run = subprocess.Popen(
        line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, preexec_fn=hears
    )
    while run.poll() is None and not (journal.exists() and _lines(journal) >= rows):
        time.sleep(0.005)
    return run


def _lines(journal: Path) -> int:
    return len(journal.read_bytes().splitlines())


def test_a_run_that_is_interrupted_ends_at_once_and_can_go_on(tmp_path: Path) -> None:
    folder, book = tmp_path / "class", tmp_path / "g.json"
    before = {*psutil.Process().children(recursive=True)}  # what another test has left running
    folder.mkdir()
    (folder / "00-03-x.ipynb").write_bytes(answer(RIGHT["03-1"]))
    for number in range(1, 40):
        (folder / f"{number:02}-03-x.ipynb").write_bytes(answer("import time\ntime.sleep(1000)"))
    line = [sys.executable, "-m", "helpers", "grade", str(folder), "--json", str(book)]
    run = _under_way([*line, "--jobs", "2"], tmp_path / "g.json.journal", 1)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=100)  # 39 hanging notebooks would take 195 seconds
    assert b"Traceback" not in said
    assert len(gradebook.Journal(book).known()) < 20
    assert {*psutil.Process().children(recursive=True)} <= before


def test_what_others_wrote_into_the_journal_does_not_count(tmp_path: Path) -> None:
    book = tmp_path / "g.json"
    journal = gradebook.Journal(book)
    journal.open(keep=False)
    journal.note("a key", ROW)
    with journal.path.open("ab") as file:
        good = journal.path.read_text()
        file.write(good.replace("a key", "b key").encode() + b"\xff\n" + b"[" * 100_000)
    found = gradebook.Journal(book).known()
    assert {key: row.points for key, row in found.items()} == {"a key": ROW.points}


def test_a_journal_that_others_could_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = gradebook.Journal(tmp_path / "g.json")
    journal.path.touch()
    with monkeypatch.context() as another:
        another.setattr("os.geteuid", lambda: journal.path.stat().st_uid + 1)
        with pytest.raises(OSError, match="somebody else"):
            journal.open(keep=False)
    with monkeypatch.context() as sudo:
        sudo.setattr("os.geteuid", lambda: 0)
        sudo.setenv("SUDO_UID", f"{journal.path.stat().st_uid}")
        sudo.setenv("SUDO_GID", f"{journal.path.stat().st_gid}")
        journal.open(keep=False)
    (tmp_path / "linked").hardlink_to(journal.path)
    with pytest.raises(OSError, match="of its own"):
        journal.open(keep=False)


def test_what_another_version_of_the_course_wrote_into_the_journal_is_graded_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = gradebook.Journal(tmp_path / "g.json")
    journal.open(keep=False)
    journal.note("a key", ROW)
    with monkeypatch.context() as of_old:
        of_old.setattr(wire, "findings_out", lambda found: [found.exercise, found.points])
        journal.note("b key", ROW)
    found = gradebook.Journal(tmp_path / "g.json").known()
    assert {key: row.points for key, row in found.items()} == {"a key": ROW.points}


def test_feedback_says_why_what_is_met_earns_nothing() -> None:
    nothing = replace(FOUND, points=0, until=("The attack fails", "So does that"))
    for said in (feedback.html, feedback.markdown):
        told = said(replace(ROW, findings=(nothing,)))
        until = "What is met earns nothing until one of these rows is met: "
        assert until + "The attack fails; So does that." in told


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_a_journal_that_is_no_file_is_left_alone(
    kind: str, submissions: Path, tmp_path: Path
) -> None:
    mine, journal = tmp_path / "mine.txt", tmp_path / "g.json.journal"
    mine.write_text("mine")
    journal.symlink_to(mine) if kind == "link" else os.mkfifo(journal)
    done = command(submissions, "--json", tmp_path / "g.json")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "cannot be written" in done.stderr
    assert mine.read_text() == "mine"


def modes(folder: Path) -> dict[str, str]:
    """Who may do what with each file and folder in it."""
    return {path.name: stat.filemode(path.stat().st_mode) for path in folder.rglob("*")}


def test_what_names_people_is_for_its_owner_alone(submissions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "g.json").touch(0o644)  # of a run of old
    written = ("--json", out / "g.json", "--csv", out / "g.csv", "--feedback", out / "feedback")
    assert command(submissions, *written).returncode == 0
    found = modes(out)
    assert len(found) == 3 + 2 * 3 + 1
    assert found.pop("feedback") == "drwx------"
    assert set(found.values()) == {"-rw-------"}


def test_a_journal_is_for_its_owner_alone(tmp_path: Path) -> None:
    journal = gradebook.Journal(tmp_path / "g.json")
    journal.path.touch(0o644)
    journal.open(keep=True)
    assert modes(tmp_path) == {"g.json.journal": "-rw-------"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_is_written_under_sudo_belongs_to_whoever_called_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # sudo(8), "Environment".
    monkeypatch.setenv("SUDO_UID", "1234")
    monkeypatch.setenv("SUDO_GID", "5678")
    feedback.write(tmp_path / "feedback", [ROW])
    gradebook.write_csv(tmp_path / "g.csv", [ROW], {})
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in tmp_path.rglob("*")}
    assert owners == {(1234, 5678)}


def test_without_bubblewrap_it_refuses_and_says_what_to_do(
    submissions: Path, tmp_path: Path
) -> None:
    done = command(submissions, "--json", tmp_path / "g.json", PATH=str(tmp_path))
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "apt install bubblewrap" in line
    assert "--unsafe" in line


def test_where_bubblewrap_fails_it_says_what_helps_there_before_it_names_unsafe(
    submissions: Path, tmp_path: Path
) -> None:
    # What Ubuntu 24.04 says to ordinary users: github.com/containers/bubblewrap/issues/632.
    says = "bwrap: setting up uid map: Permission denied"
    (tmp_path / "bwrap").write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    done = command(submissions, "--json", tmp_path / "g.json", PATH=str(tmp_path))
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert says in line
    assert "install" not in line
    assert 0 < line.index("sudo") < line.index("--privileged") < line.index("--unsafe")


def test_unsafe_says_so_first_and_in_the_gradebook_and_grades_the_same(
    submissions: Path, tmp_path: Path
) -> None:
    hang = submissions / "dan"
    hang.mkdir()
    (hang / "03-x.ipynb").write_bytes(answer("import signal\nwhile True: pass"))
    book = tmp_path / "g.json"
    done = command(submissions, "--json", book, "--unsafe", "--timeout", "3", PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("--unsafe: no sandbox.")
    found = json.loads(book.read_text())
    assert found["sandbox"] == "none (--unsafe)"
    assert [row["points"] for row in found["submissions"]] == [5, 0, 0, 0]
    assert found["submissions"][3]["status"] == "timeout"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Missing argument"),
        (["x", "--jobs", "0"], 2, "--jobs"),
        (["x", "--column", "Email={mail}"], 2, "{folder}"),
        (["x", "--column", "Email address"], 2, "NAME=VALUE"),
        (["x", "--column", "={folder}"], 2, "NAME=VALUE"),
        (["x", "--column", "E={file[16]}"], 2, "NAME=VALUE"),
        (["x", "--column", "E={file.upper}"], 2, "NAME=VALUE"),
        (["x", "--column", "a={folder}", "--column", "a={name}"], 2, "called a."),
        (["x", "--column", "points={folder}"], 2, "called points."),
        (["x", "--column", "03-1={folder}"], 2, "called 03-1."),
        (["x", "--scheduler", "garbage"], 1, "No Dask cluster at garbage: "),
        (["x", "--scheduler", "tls://127.0.0.1:1"], 1, "No Dask cluster at tls://127.0.0.1:1: "),
        (["x", "--timeout", "nan"], 2, "--timeout"),
        (["x", "--resume", "--feedback", "/nowhere"], 2, "--json or --csv"),
        (["x", "--timeout", "1e10"], 2, "--timeout"),
        (["README.md", "--json", "/proc/g.json"], 1, "cannot be written"),
        (["README.md", "--feedback", "README.md"], 2, "README.md"),
    ],
)
def test_a_mistake_on_the_command_line_is_told_in_one_line(
    arguments: list[str], code: int, said: str
) -> None:
    done = command(*arguments)
    assert done.returncode == code
    (line,) = done.stderr.strip().splitlines()[-1:]
    assert said in line
    assert "Traceback" not in done.stderr
