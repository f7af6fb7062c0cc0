"""Grading on a running Dask cluster: the same rows, from as many machines as it has.

Each thread of a Dask worker keeps a sandbox of its own, so its machine needs bubblewrap and this
course. A worker that is lost is replaced by another, and its submissions are graded there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from helpers.grading.grade import Grader, Row, Submitted, questions, submitted
from helpers.grading.judging import Questions
from helpers.grading.sandbox import Sandbox

TRIES = 3
"""How often a submission is sent out again when the worker that had it is lost."""
AHEAD = 1000
"""Submissions that are read and under way at a time: a class of any size fits in memory."""

_here = threading.local()


class NoClusterError(RuntimeError):
    """No scheduler of a cluster is at that address; says why."""


def grade_on(
    address: str, files: Sequence[str], seconds: float, unsafe: bool, done: dict[str, Row]
) -> Iterator[tuple[Submitted, Row]]:
    """A row for each file, as they are ready, from the cluster whose scheduler is at ``address``.

    Raises ``NoClusterError`` where no scheduler answers.
    """
    from distributed import as_completed

    with _connected(address) as client:
        asked = client.scatter(questions(), broadcast=True)
        waiting = iter(files)
        sent: dict[Any, Submitted] = {}
        results = as_completed()
        for path in waiting:
            file = submitted(path)
            if known := done.get(f"{file.file} {file.digest}"):
                yield file, known
                continue
            if file.problem:
                yield file, Row(path, "unreadable", file.problem)
                continue
            future = client.submit(
                grade_there, path, file.content, asked, seconds, unsafe, pure=False, retries=TRIES
            )
            sent[future] = file
            results.add(future)
            if len(sent) >= AHEAD:
                yield _next(results, sent)
        while sent:
            yield _next(results, sent)


def _connected(address: str) -> Any:
    """A client of the cluster."""
    from distributed import Client

    try:
        return Client(address, timeout="10s")
    except (OSError, ValueError, TypeError) as error:  # what it raises is as its schemes please
        why = " ".join(f"{error}".split())
        raise NoClusterError(f"No Dask cluster at {address}: {why}.") from None


def _next(results: Any, sent: dict[Any, Submitted]) -> tuple[Submitted, Row]:
    future = next(results)
    file = sent.pop(future)
    if error := future.exception():
        return file, Row(file.file, "crashed", f"the cluster could not grade it: {error}")
    return Submitted(file.file, file.content), future.result()


def grade_there(file: str, content: bytes, asked: Questions, seconds: float, unsafe: bool) -> Row:
    """Grade one submission on a Dask worker."""
    if not hasattr(_here, "grader"):
        box = Sandbox(unsafe)
        box.ready()  # where it does not start, each submission is told so
        _here.grader = Grader(box, asked, seconds)
    row: Row = _here.grader.grade(file, content)
    return row
