"""From one Markdown source, ``solutions/NN-topic.md``, to both notebooks of a lesson.

An exercise's cell is marked ```` ```python exercise="03-1" ````, its check ``check="03-1"``; every
other code cell is ours and gets the tag ``demo``. The metadata is nbgrader's, schema 3, so
``nbgrader generate_assignment`` and ``autograde`` work on the notebooks as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbgrader.preprocessors import ClearSolutions
from traitlets.config import Config

from helpers.exercises import registry

ROOT = Path(__file__).parent.parent
STUB = "# your code here"
CELL_SECONDS = 60
LEARNERS = "notebooks"
"""The folder of the learner's copies."""
BUILT = "built_from"
"""The notebook's metadata that has the digest of its cells' sources, as they were built."""
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}

Notebook = Any


@dataclass(frozen=True)
class Lesson:
    """A lesson's source, and the two notebooks made from it."""

    source: Path

    @property
    def solved(self) -> Path:
        """The instructor's notebook, beside the source."""
        return self.source.with_suffix(".ipynb")

    @property
    def learners(self) -> Path:
        """The learner's notebook, with the solutions cleared."""
        return self.source.parents[1] / LEARNERS / self.solved.name

    def notebooks(self) -> Iterator[tuple[Path, Notebook]]:
        """Both notebooks as the source has them, not executed."""
        solved = read(self.source)
        yield self.solved, solved
        yield self.learners, clear(solved)


def find(names: Sequence[str] = ()) -> list[Lesson]:
    """The lessons whose file name begins with one of ``names``; all of them without names.

    Raises ``FileNotFoundError`` for a name that no lesson begins with.
    """
    every = [Lesson(path) for path in sorted((ROOT / "solutions").glob("[0-9][0-9]-*.md"))]
    for name in names:
        if not any(lesson.source.name.startswith(name) for lesson in every):
            raise FileNotFoundError(f"no lesson in solutions/ begins with {name!r}")
    wanted = tuple(names) or ("",)
    return [lesson for lesson in every if lesson.source.name.startswith(wanted)]


def read(source: Path) -> Notebook:
    """The source as a notebook with stable cell ids and nbgrader's metadata."""
    notebook = jupytext.read(source)
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    taken: set[str] = set()
    for cell in notebook.cells:
        marks = dict(cell.metadata)
        cell.metadata = _metadata(cell.cell_type, marks)
        cell.id = _identity(cell, taken)
    return notebook


def clear(solved: Notebook) -> Notebook:
    """The learner's copy: what stands between BEGIN SOLUTION and END SOLUTION is cleared."""
    config = Config({"ClearSolutions": {"code_stub": {"python": STUB}}})
    cleared, _ = ClearSolutions(config=config).preprocess(nbformat.from_dict(solved), {})
    return cleared


def stale(path: Path, wanted: Notebook) -> bool:
    """Whether the notebook at ``path`` is missing, or its cells are not the wanted ones."""
    there = _at(path)
    return not there or list(map(_essence, there.cells)) != list(map(_essence, wanted.cells))


def is_edited(path: Path) -> bool:
    """Whether somebody has written into a notebook's cells since it was built here."""
    there = _at(path)
    built = there and there.metadata.get(BUILT)
    return bool(built) and built != _digest(there)


def _at(path: Path) -> Notebook | None:
    """The notebook that is there, where one can be read."""
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError):
        return None


def jobs(lessons: Sequence[Lesson], everything: bool = False) -> list[tuple[Path, Notebook]]:
    """The notebooks that are stale, or ``everything``: where each belongs, and its cells."""
    pairs = [pair for lesson in lessons for pair in lesson.notebooks()]
    return [(path, notebook) for path, notebook in pairs if everything or stale(path, notebook)]


def execute(path: Path, notebook: Notebook) -> str:
    """Run a notebook's cells and write it; the error in one line, or the empty string."""
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        return f"{path.name}: {error.ename}: {error.evalue}"
    if path.parent.name == LEARNERS:
        _fold_outputs(notebook)
    path.parent.mkdir(exist_ok=True)
    notebook.metadata[BUILT] = _digest(notebook)
    nbformat.write(notebook, path)
    return ""


def _fold_outputs(notebook: Notebook) -> None:
    """Hide what our cells print until they are run: a learner is asked to predict it first."""
    for cell in notebook.cells:
        if "demo" in cell.metadata.get("tags", []) and cell.outputs:
            cell.metadata["jupyter"] = {"outputs_hidden": True}


def _metadata(kind: str, marks: dict[str, str]) -> dict[str, Any]:
    if kind != "code":
        return {}
    if "exercise" in marks:
        return {"nbgrader": _nbgrader(marks["exercise"], solution=True)}
    if "check" in marks:
        points = registry()[marks["check"]].points
        graded = _nbgrader(f"check-{marks['check']}", grade=True, locked=True, points=points)
        return {"nbgrader": graded, "tags": ["check"]}
    return {"tags": ["demo", *marks.get("tags", [])]}


def _nbgrader(grade_id: str, **changed: Any) -> dict[str, Any]:
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"schema_version": 3, "grade_id": grade_id, **plain, **changed}


def _identity(cell: Any, taken: set[str]) -> str:
    """A cell id that stays when other cells change: the grade_id, or a hash of the source."""
    digest = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
    identity = cell.metadata.get("nbgrader", {}).get("grade_id", digest)
    while identity in taken:
        identity += "-again"
    taken.add(identity)
    return str(identity)


def _digest(notebook: Notebook) -> str:
    sources = "\0".join(cell.source for cell in notebook.cells)
    return hashlib.sha256(sources.encode()).hexdigest()


def _essence(cell: Any) -> tuple[Any, ...]:
    metadata = {name: value for name, value in cell.metadata.items() if name != "jupyter"}
    return cell.cell_type, cell.id, cell.source, metadata
