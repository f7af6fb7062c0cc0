"""Results out, and kept as they come: JSON, CSV, and the journal a killed run resumes from."""

from __future__ import annotations

import csv
import errno
import hmac
import json
import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hmac import compare_digest
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from helpers.exercises import registry
from helpers.grading import wire
from helpers.grading.grade import Row, bare_name, secret
from helpers.judge import Finding, Findings, State

_FORMULA = re.compile(r"""(^|[;,|\t])([\s"']*)([=+\-@\uff1d\uff0b\uff0d\uff20])""")
"""What a spreadsheet takes for a formula at the start of a cell, full-width too, whatever separates
its cells (OWASP, CSV Injection)."""

COLUMNS = ("points", "max points", "status", "why")
"""What the CSV has of every submission, between the columns one asks for and the exercises."""
OWNERS = 0o600
"""Who may read what a run writes, which names people: its owner alone."""


def as_json(row: Row) -> dict[str, Any]:
    """A row as the gradebook's JSON has it."""
    return {
        "file": row.file,
        "status": row.status,
        "why": row.why,
        "points": row.points,
        "max_points": row.max_points,
        "seconds": row.seconds,
        "exercises": {each.exercise: _exercise(each) for each in row.findings},
    }


def _exercise(found: Findings) -> dict[str, Any]:
    return {
        "points": found.points,
        "max_points": found.max_points,
        "requirements": [
            {"text": each.text, "met": each.met, "why": each.why} for each in requirements(found)
        ],
    }


def requirements(found: Findings) -> tuple[Finding, ...]:
    """Every requirement of the exercise; where nothing could be asked, each says why."""
    if found.requirements:
        return found.requirements
    why = found.failure or f"The exercise is {State.NOT_STARTED}."
    asked = registry()[found.exercise].requirements
    return tuple(Finding(each.text, False, why) for each in asked)


def write_json(path: Path, rows: Sequence[Row], sandbox: str) -> None:
    """The whole gradebook; ``sandbox`` says what kept the submissions apart."""
    book = {"sandbox": sandbox, "submissions": [as_json(row) for row in rows]}
    with _Replacing(path) as file:
        json.dump(book, file, indent=1)
        file.write("\n")


def write_csv(path: Path, rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    """One row a submission, a column an exercise; ``columns`` come first.

    A column's value is made of what ``place`` says. No cell can be taken for a formula.
    """
    exercises = [
        name for name in registry() if any(f.exercise == name for r in rows for f in r.findings)
    ]
    with _Replacing(path) as file:
        lines = csv.writer(file)
        lines.writerow([*columns, *COLUMNS, *exercises])
        for row in rows:
            earned = {each.exercise: each.points for each in row.findings}
            first = [each.format(**place(row)) for each in columns.values()]
            rest = [row.points, row.max_points, row.status, row.why]
            cells = [*first, *rest, *(earned.get(each, "") for each in exercises)]
            lines.writerow([_harmless(each) for each in cells])


def place(row: Row) -> dict[str, str]:
    """What a column can be made of: where a submission lay, and whose it is.

    ``file`` is its path, ``name`` its name without its ending, ``folder`` the folder it lies in,
    and ``learner`` the first folder below the path that was given to grade, else ``name``.
    """
    name, folder = bare_name(row.file), Path(os.path.dirname(row.file)).name
    return {"file": row.file, "name": name, "folder": folder, "learner": row.learner or name}


def _harmless(value: object) -> object:
    if not isinstance(value, str):
        return value
    return _FORMULA.sub(r"\1\2'\3", printable(value))


class Journal:
    """The rows of a run as they come, a line each, beside the gradebook until that is written."""

    def __init__(self, gradebook: Path) -> None:
        self.path = gradebook.with_name(gradebook.name + ".journal")
        self._file: IO[str] | None = None
        self._secret = secret().encode()

    def known(self) -> dict[str, Row]:
        """The rows by file and digest.

        A line that was cut off, that others wrote, or another version of the course, is none.
        """
        found = {}
        with suppress(OSError):
            for line in self.path.read_text("utf-8", "replace").splitlines():
                mark, _, noted = line.partition(" ")
                if not compare_digest(mark.encode(), self._mark(noted).encode()):
                    continue
                with suppress(ValueError, TypeError, KeyError):
                    key, row = json.loads(noted)
                    found[str(key)] = _row(row)
        return found

    def _mark(self, noted: str) -> str:
        """What only this machine can write before a line: learners may write beside a gradebook."""
        return hmac.new(self._secret, noted.encode(), "sha256").hexdigest()

    def open(self, keep: bool) -> None:
        """Begin a run; ``keep`` what an earlier one wrote. Raises ``OSError``, for a link too."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
        file = os.open(self.path, flags, OWNERS)
        self._file = os.fdopen(file, "a", encoding="utf-8")
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
            raise OSError(errno.EINVAL, "it is no file of its own", str(self.path))
        if about.st_uid not in (os.geteuid(), _caller()[0]):
            raise OSError(errno.EPERM, "it belongs to somebody else", str(self.path))
        os.fchmod(file, OWNERS)
        give_to_caller(file)
        if not keep:
            self._file.truncate(0)
        self._file.write("\n" if keep else "")

    def note(self, key: str, row: Row) -> None:
        """Keep a row, so that a killed run has it."""
        assert self._file
        findings = [wire.findings_out(each) for each in row.findings]
        line = [row.file, row.status, row.why, row.seconds, findings]
        noted = json.dumps([key, line])
        self._file.write(f"{self._mark(noted)} {noted}\n")
        self._file.flush()

    def close(self) -> None:
        """The gradebook is written: forget the journal."""
        if self._file:
            self._file.close()
            self.path.unlink(missing_ok=True)


def _row(line: Sequence[Any]) -> Row:
    file, status, why, seconds, findings = line
    return Row(file, status, why, seconds, tuple(map(wire.findings_in, findings)))


class _Replacing:
    """A file for its owner alone, that is written whole and then moved into place."""

    def __init__(self, path: Path) -> None:
        self._path, self._draft = path, path.with_name(f"{path.name}.{token_hex(8)}.draft")

    def __enter__(self) -> IO[str]:
        file = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS)
        give_to_caller(file)
        self._file = os.fdopen(file, "w", encoding="utf-8", errors="backslashreplace", newline="")
        return self._file

    def __exit__(self, failed: object, *_: object) -> None:
        self._file.close()
        if failed:
            self._draft.unlink()
        else:
            self._draft.replace(self._path)


def give_to_caller(made: int | Path) -> None:
    """A file or folder that was just made: under sudo it belongs to whoever called that."""
    if _caller()[0] == os.geteuid():
        return
    with suppress(OSError):
        if isinstance(made, Path):  # not what a link leads to, should somebody have put one there
            os.lchown(made, *_caller())
        else:
            os.fchown(made, *_caller())


def _caller() -> tuple[int, int]:
    """The user and the group who run this: under sudo those who called it."""
    if os.geteuid() == 0:
        with suppress(ValueError, KeyError):
            return int(os.environ["SUDO_UID"]), int(os.environ["SUDO_GID"])
    return os.geteuid(), os.getegid()


def write_text(path: Path, text: str) -> None:
    """Write a file whole, then move it into place. Its owner alone may read it."""
    with _Replacing(path) as file:
        file.write(text)


def printable(text: str) -> str:
    """A file's name on a terminal: one line, and nothing that a terminal obeys."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def ordered(rows: Iterable[Row], files: Sequence[str]) -> list[Row]:
    """The rows in the order of the files."""
    places = {file: number for number, file in enumerate(files)}
    return sorted(rows, key=lambda row: places[row.file])
