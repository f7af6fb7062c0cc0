"""A submission: which exercises a notebook answers, and which of its code is the learner's.

Our own registry alone decides what an exercise is worth. The notebook's metadata only helps to
find the answers, so whatever was deleted, doubled or edited there loses nothing and earns nothing.
"""

from __future__ import annotations

import ast
import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from helpers.exercises import Exercise, Tests, registry

FILE_LIMIT = 20_000_000
"""Bytes of a notebook that are read; an executed lesson has a tenth of a megabyte."""
CELL_LIMIT = 2_000
OLD_CELL_LIMIT = 300
SOURCE_LIMIT = 1_000_000
"""Characters of code, over all cells."""
CAPTURE_LIMIT = 4
"""How often one exercise is looked at; of more, the last ones. Apps to test are shown once."""

_CHECK_CALL = re.compile(r"""\bcheck\(\s*["'](\d\d-\d)["']""")


class UnreadableError(ValueError):
    """The file is no notebook; says why, in words a teacher can pass on."""


@dataclass(frozen=True)
class Cell:
    """A code cell of the learner's, to be run; ``answers`` names the exercise it answers."""

    source: str
    answers: str = ""


@dataclass(frozen=True)
class Capture:
    """The moment at which the answer to an exercise is looked at, as its check cell does."""

    exercise: str


@dataclass(frozen=True)
class Submission:
    """What is run of a notebook, in order, and the exercises it is worth points in."""

    steps: tuple[Cell | Capture, ...]
    exercises: tuple[Exercise, ...]
    demo: tuple[str, ...] = ()
    """The sources of the lesson's own cells: learners may use names that these define."""

    def alone(self, exercise: str) -> Submission:
        """The same with the answers to other exercises left out."""
        kept = tuple(step for step in self.steps if _belongs(step, exercise))
        return Submission(
            kept, tuple(each for each in self.exercises if each.id == exercise), self.demo
        )


def _belongs(step: Cell | Capture, exercise: str) -> bool:
    if isinstance(step, Capture):
        return step.exercise == exercise
    return step.answers in ("", exercise)


def read(content: bytes, name: str) -> Submission:
    """The submission in a file of that content and name. Raises ``UnreadableError``.

    nbformat 4, and what ``nbformat`` can upgrade to it.
    """
    cells = _parse(content).get("cells")
    if not isinstance(cells, list) or len(cells) > CELL_LIMIT:
        raise UnreadableError(f"it has no list of at most {CELL_LIMIT} cells")
    found = submission([each for each in cells if isinstance(each, dict)], name)
    if not found.exercises:
        raise UnreadableError("it has no exercise of this course in it")
    return found


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises ``UnreadableError``, for a link, a pipe or a folder too."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        link = " (a link)" if os.path.islink(path) else ""
        raise UnreadableError(f"it cannot be opened{link}: {error.strerror}") from None
    try:
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError("it is no file but a folder, a pipe or a device")
        if about.st_size > FILE_LIMIT:
            raise UnreadableError(f"it is larger than {FILE_LIMIT // 1_000_000} MB")
        with os.fdopen(file, "rb", closefd=False) as opened:
            return opened.read(FILE_LIMIT)
    except OSError as error:
        raise UnreadableError(f"it cannot be read: {error.strerror}") from None
    finally:
        os.close(file)


def _parse(content: bytes) -> dict[str, Any]:
    try:
        notebook = json.loads(content)
    except UnicodeDecodeError:
        raise UnreadableError("it is no UTF-8 text") from None
    except RecursionError:
        raise UnreadableError("its JSON is nested too deeply") from None
    except ValueError as error:
        empty = "it is empty" if not content.strip() else f"it is no JSON: {error}"
        raise UnreadableError(empty) from None
    if not isinstance(notebook, dict):
        raise UnreadableError("it is JSON, but no notebook")
    return notebook if notebook.get("nbformat") == 4 else _upgraded(notebook)


def _upgraded(notebook: dict[str, Any]) -> dict[str, Any]:
    import nbformat

    try:
        upgraded = nbformat.convert(nbformat.from_dict(_small(notebook)), 4)
    except UnreadableError:
        raise
    except Exception as error:  # nbformat raises what it happens to stumble over
        version = notebook.get("nbformat", "none")
        raise UnreadableError(
            f"its notebook format, {version!r:.40}, cannot be read: {type(error).__name__}"
        ) from None
    return dict(upgraded)


def _small(notebook: dict[str, Any]) -> dict[str, Any]:
    """An old notebook without outputs: nbformat is slow with each. Raises ``UnreadableError``."""
    sheets = [each for each in _list(notebook.get("worksheets")) if isinstance(each, dict)]
    cells = [_list(sheet.get("cells")) for sheet in sheets] + [_list(notebook.get("cells"))]
    if sum(map(len, cells)) > OLD_CELL_LIMIT:
        raise UnreadableError(
            f"its notebook format is old, and it has more than {OLD_CELL_LIMIT} cells"
        )
    for cell in filter(lambda each: isinstance(each, dict), chain(*cells)):
        cell.update({"outputs": []} if "outputs" in cell else {})
    return notebook


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def submission(cells: Sequence[dict[str, Any]], name: str = "") -> Submission:
    """The submission in these cells of a notebook; ``name`` is its file's, and may say the lesson.

    The learner's cells are those that are neither ``demo`` nor ``check``. An exercise's answer is
    looked at where its check stands, else before the next exercise, else at the end.
    """
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    if sum(len(_source(cell)) for cell in code) > SOURCE_LIMIT:
        raise UnreadableError(f"it has more than {SOURCE_LIMIT:,} characters of code")
    exercises = _asked(code, name)
    steps = tuple(_steps(code, {each.id: each for each in exercises}))
    demo = tuple(_source(cell) for cell in code if "demo" in _tags(cell))
    return Submission(_limited(steps), exercises, demo)


def _asked(code: Sequence[dict[str, Any]], name: str) -> tuple[Exercise, ...]:
    """All exercises of the lesson that the file's name names, else of those found in the cells."""
    every = registry()
    lessons = {each.partition("-")[0] for each in every}
    named = {found for found in re.findall(r"(?<!\d)(\d\d)-", name) if found in lessons}
    found = {each.partition("-")[0] for cell in code for each in _mentioned(cell) if each in every}
    wanted = named if len(named) == 1 else found
    return tuple(each for each in every.values() if each.id.partition("-")[0] in wanted)


def _mentioned(cell: dict[str, Any]) -> list[str]:
    return [_grade_id(cell).removeprefix("check-"), *_CHECK_CALL.findall(_source(cell))]


def _steps(code: Sequence[dict[str, Any]], asked: dict[str, Exercise]) -> Iterator[Cell | Capture]:
    pending = ""
    captured: set[str] = set()
    for cell in code:
        source, identity = _source(cell), _grade_id(cell)
        checked = _checks(source, identity)
        if identity in asked:
            if pending:
                yield Capture(pending)
            pending = identity
            captured.add(identity)
            yield Cell(source, identity)
        elif checked:
            for each in filter(asked.__contains__, checked):
                captured.add(each)
                pending = "" if each == pending else pending
                yield Capture(each)
        elif "demo" not in _tags(cell):
            yield Cell(source)
    if pending:
        yield Capture(pending)
    yield from (Capture(each) for each in asked if each not in captured)


def _checks(source: str, identity: str) -> list[str]:
    """The exercises a cell checks, where it does nothing but call check, hint or progress."""
    if identity.startswith("check-"):
        return [identity.removeprefix("check-")]
    if "check" not in source:
        return []
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    calls = [each.value for each in body if isinstance(each, ast.Expr)]
    names = {
        call.func.id
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }
    only_calls = len(calls) == len(body) and names <= {"check", "hint", "progress"}
    return _CHECK_CALL.findall(source) if only_calls and names else []


def _limited(steps: tuple[Cell | Capture, ...]) -> tuple[Cell | Capture, ...]:
    """Of an exercise that is looked at very often, the last times."""
    kept: list[Cell | Capture] = []
    seen: dict[str, int] = {}
    for step in reversed(steps):
        if isinstance(step, Capture):
            seen[step.exercise] = seen.get(step.exercise, 0) + 1
            once = isinstance(registry()[step.exercise].probe, Tests)
            if seen[step.exercise] > (1 if once else CAPTURE_LIMIT):
                continue
        kept.append(step)
    return tuple(reversed(kept))


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(each for each in source if isinstance(each, str))
    return source if isinstance(source, str) else ""


def _metadata(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _tags(cell: dict[str, Any]) -> list[Any]:
    tags = _metadata(cell).get("tags")
    return tags if isinstance(tags, list) else []


def _grade_id(cell: dict[str, Any]) -> str:
    ours = _metadata(cell).get("nbgrader")
    identity = ours.get("grade_id") if isinstance(ours, dict) else ""
    return identity if isinstance(identity, str) else ""
