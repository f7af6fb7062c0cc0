"""Makes notebooks for the grader's tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STARTER = (ROOT / "tests" / "answers" / "03-1" / "wrong_allow_from.py").read_text()
"""An answer to 03-1 that stops nothing: it earns no point."""
RIGHT = {
    "03-1": (ROOT / "tests" / "answers" / "03-1" / "right_hook.py").read_text(),
    "03-3": (ROOT / "tests" / "answers" / "03-3" / "right_endpoint.py").read_text(),
}
POINTS = {"03-1": 5, "03-3": 8}
"""What the requirements of each are worth together, a point each."""


def untouched(exercise: str) -> str:
    """The cell of an exercise as it is handed out."""
    (lesson,) = (ROOT / "notebooks").glob(f"{exercise[:2]}-*.ipynb")
    cells = json.loads(lesson.read_text("utf-8"))["cells"]
    ids = {each["metadata"].get("nbgrader", {}).get("grade_id"): each["source"] for each in cells}
    return "".join(ids[exercise])


def cell(source: str, grade_id: str = "", **metadata: Any) -> dict[str, Any]:
    """A code cell; with ``grade_id`` the answer to that exercise, as nbgrader marks it."""
    if grade_id:
        marks = {"schema_version": 3, "grade_id": grade_id, "solution": True, "grade": False}
        metadata["nbgrader"] = {**marks, "locked": False, "task": False}
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(*cells: dict[str, Any], **changed: Any) -> bytes:
    """A notebook of nbformat 4."""
    made = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **changed}
    return json.dumps(made).encode()


def answer(source: str) -> bytes:
    """A notebook that answers 03-1 with this."""
    return notebook(cell(source, "03-1"))
