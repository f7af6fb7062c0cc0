"""Grades submissions: each is run apart, asked what `check` asks, and judged here, outside."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from random import Random

from helpers.exercises import Value, registry
from helpers.grading.judging import Judged, Judging, Questions
from helpers.grading.notebook import Submission, UnreadableError, content_of, read
from helpers.grading.sandbox import Ended, Sandbox
from helpers.judge import Findings, State
from helpers.progress import folder

SECONDS = 10.0
"""How long a submission may take, unless told otherwise."""
RETRYING = 3
"""How many times as long it may be tried again, one exercise at a time."""


@dataclass(frozen=True)
class Row:
    """One submission's result; ``findings`` in the order of the lesson's exercises.

    ``learner`` is whose it is, as far as its path tells: see ``find``.
    """

    file: str
    status: str
    why: str = ""
    seconds: float = 0.0
    findings: tuple[Findings, ...] = ()
    learner: str = ""

    @property
    def points(self) -> int:
        return sum(each.points for each in self.findings)

    @property
    def max_points(self) -> int:
        return sum(each.max_points for each in self.findings)


def questions() -> Questions:
    """The requests of a run. Nobody can foresee them, and a rerun on this machine has the same."""
    seed = secret()
    requests = {
        name: () if isinstance(each.probe, Value) else each.probe.draw(Random(f"{seed} {name}"))
        for name, each in registry().items()
    }
    return Questions(requests)


def secret() -> str:
    """A secret of this machine's, so that what is asked differs from what a learner can read."""
    path = folder().parent / "grading-secret"
    fresh = secrets.token_hex(16)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), path.open("x") as made:
            os.chmod(path, 0o600)
            made.write(fresh)
        return path.read_text() or fresh
    return fresh


class Grader:
    """Grades one submission after the other in ``box``, which it closes."""

    def __init__(self, box: Sandbox, asked: Questions, seconds: float = SECONDS) -> None:
        self._box, self._asked, self._seconds = box, asked, seconds
        self._judging = Judging(asked)
        self._over = False

    def stop(self) -> None:
        """From another thread: end what is under way. It is not graded."""
        self._over = True
        self._box.kill()

    def close(self) -> None:
        self._judging.close()
        self._box.close()

    def grade(self, file: str, content: bytes) -> Row:
        """The row of a submission; never raises for what is in it."""
        begin = time.perf_counter()
        try:
            given = read(content, os.path.basename(file))
        except UnreadableError as error:
            return Row(file, "unreadable", f"{error}")
        judged = self._judged(given, self._seconds)
        found = list(judged.findings)
        if any(each.state is State.NOT_YET for each in found):
            until = begin + RETRYING * self._seconds
            found = self._each_alone(given, found, judged.status in ("timeout", "crashed"), until)
        seconds = round(time.perf_counter() - begin, 3)
        return Row(file, judged.status, judged.why, seconds, tuple(found))

    def _judged(self, given: Submission, seconds: float) -> Judged:
        requests = {each.id: self._asked.requests[each.id] for each in given.exercises}
        try:
            ended = self._box.run(given, requests, seconds, seconds / 2)
        except EOFError:
            if self._over:
                raise
            self._box.close()
            self._box = Sandbox(self._box.unsafe)
            ended = Ended("crashed", "it ended the sandbox that ran it")
        return self._judging.judged(given, ended)

    def _each_alone(
        self, given: Submission, found: Sequence[Findings], ended_early: bool, until: float
    ) -> list[Findings]:
        """Once more without the answers to other exercises: one must not spoil another."""
        better = []
        for exercise, one in zip(given.exercises, found, strict=True):
            spoilt = one.state is State.NOT_YET and (ended_early or _may_be_spoilt(given, one))
            if spoilt and len(given.exercises) > 1 and time.perf_counter() < until:
                alone = given.alone(exercise.id)
                (again,) = self._judged(alone, self._seconds / len(given.exercises)).findings
                one = again if again.points > one.points else one
            better.append(one)
        return better


def _may_be_spoilt(given: Submission, one: Findings) -> bool:
    """Whether another exercise's cell ran before this one's, and this one does not run at all."""
    return bool(one.failure) and given.exercises[0].id != one.exercise


@dataclass(frozen=True)
class Submitted:
    """A file to grade: how the gradebook names it, and its content or why it has none."""

    file: str
    content: bytes = b""
    problem: str = ""

    @property
    def digest(self) -> str:
        return sha256(self.content + self.problem.encode()).hexdigest()


def find(paths: Iterable[str], ours: Collection[Path] = ()) -> dict[str, str]:
    """The notebooks at these paths, and whose each is: a file, in a folder every ``*.ipynb``.

    Whose it is says the first folder below the path, else the file's own name. What cannot be
    looked into stays as it is, and gets a row: a folder without notebooks, one that is shut or a
    link, a path where nothing is. So do the folders in a path that hold files and no notebook, but
    for those that what is ``ours`` goes to.
    """
    found: dict[str, str] = {}
    for path in paths:
        inside = [*_notebooks(path)] if os.path.isdir(path) else []
        others = _without_notebooks(path, inside, ours) if inside else ()
        for file in sorted([*inside, *others]) or [path]:
            found.setdefault(file, _learner(file, path))
    return found


def _learner(file: str, path: str) -> str:
    folder = os.path.join(path, "")
    first, below, _ = file.removeprefix(folder).partition(os.sep)
    return first if below and file.startswith(folder) else bare_name(file)


def bare_name(file: str) -> str:
    """The name of a file or folder, without the folders above it and without ``.ipynb``."""
    return re.sub(r"\.ipynb$", "", Path(file).name, flags=re.IGNORECASE)


def _without_notebooks(path: str, inside: Iterable[str], ours: Collection[Path]) -> Iterator[str]:
    """The folders in a path, with a slash behind, that hold files and nothing of ``inside``.

    None in a repository: that is one learner's, and its folders are nobody's.
    """
    at = os.path.join(path, "")
    known = {each.removeprefix(at).partition(os.sep)[0] for each in inside}
    _, folders, files = next(os.walk(path), ("", [], []))
    if ".git" in (*folders, *files):
        return
    for name in folders:
        folder = os.path.join(path, name, "")
        passed_over = name in known or name in _NOBODYS or name.startswith(".")
        passed_over |= any(_is_in(folder, each) for each in ours)
        if not passed_over and any(files for _, _, files in os.walk(folder)):
            yield folder


def _is_in(folder: str, path: Path) -> bool:
    """Whether the path is that folder, or below it."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


_NOBODYS = (".ipynb_checkpoints", ".git", ".venv", "__MACOSX")
"""Folders whose notebooks nobody hands in."""


def _notebooks(folder: str) -> Iterator[str]:
    shut: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=shut.append):
        folders[:] = [name for name in folders if name not in _NOBODYS]
        for name in (*folders, *files):
            path = os.path.join(place, name)
            if name.lower().endswith(".ipynb") or (name in folders and os.path.islink(path)):
                yield path
    yield from (each.filename for each in shut)


def submitted(path: str) -> Submitted:
    """The file at that path, read."""
    try:
        if os.path.isdir(path) and not path.lower().endswith(".ipynb"):
            raise UnreadableError(_why_empty(path))
        return Submitted(path, content_of(Path(path)))
    except UnreadableError as error:
        return Submitted(path, problem=f"{error}")


def _why_empty(folder: str) -> str:
    if os.path.islink(folder):
        return "it is a link to a folder; name that folder itself"
    try:
        os.listdir(folder)
    except OSError as error:
        return f"this folder cannot be opened: {error.strerror}"
    return "no notebook is in this folder"


def grade_all(
    files: Sequence[str], jobs: int, seconds: float, unsafe: bool, done: dict[str, Row]
) -> Iterator[tuple[Submitted, Row]]:
    """A row for each file, as they are ready; ``done`` has the rows known by their digest."""
    boxes = [Sandbox(unsafe) for _ in range(max(1, min(jobs, len(files))))]
    asked = questions()  # while they warm up
    graders: SimpleQueue[Grader] = SimpleQueue()
    made = [Grader(box, asked, seconds) for box in boxes]
    for each in made:
        graders.put(each)
    pool = ThreadPoolExecutor(len(made))

    def one(path: str) -> tuple[Submitted, Row]:
        file = submitted(path)
        if known := done.get(f"{file.file} {file.digest}"):
            return file, known
        if file.problem:
            return file, Row(path, "unreadable", file.problem)
        grader = graders.get()
        try:
            return file, grader.grade(path, file.content)
        finally:
            graders.put(grader)

    try:
        for box in boxes:
            box.ready()
        for future in as_completed([pool.submit(one, each) for each in files]):
            yield future.result()
    finally:  # be it in the middle, because the teacher has had enough
        pool.shutdown(wait=False, cancel_futures=True)
        for each in made:
            each.stop()
        pool.shutdown()
        for each in made:
            each.close()
