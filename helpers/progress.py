"""What this learner has passed, kept between sessions in the user's data folder.

One small file an exercise, written whole and then moved into place: two notebooks at once cannot
spoil each other's, and a full disk leaves what was there.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from helpers.judge import Findings

SETTING = "FLASK_SECURE_HEADERS_HOME"
"""The environment variable that moves the folder."""


@dataclass(frozen=True)
class Passed:
    """The best that was reached in one exercise."""

    exercise: str
    points: int
    max_points: int


def folder() -> Path:
    """Where progress is kept."""
    import platformdirs

    home = os.environ.get(SETTING) or platformdirs.user_data_dir("flask-secure-headers", False)
    return Path(home) / "progress"


def load() -> dict[str, Passed]:
    """The best so far, by exercise. A file that cannot be read counts as not there."""
    found: dict[str, Passed] = {}
    for path in sorted(folder().glob("*.json")):
        try:
            one = Passed(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError, RecursionError):
            continue
        if (type(one.exercise), type(one.points), type(one.max_points)) == (str, int, int):
            found[one.exercise] = one
    return found


def keep(findings: Findings) -> None:
    """Keep what an answer earned, where it is more than before. Raises ``OSError``."""
    best = load().get(findings.exercise)
    if findings.points <= (best.points if best else 0):
        return
    passed = {
        "exercise": findings.exercise,
        "points": findings.points,
        "max_points": findings.max_points,
    }
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{findings.exercise}.json"
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(passed), "utf-8")
    draft.replace(path)
