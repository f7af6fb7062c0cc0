"""Reads the answer bank, ``tests/answers/NN-N/right_*.py`` and ``wrong_*.py``."""

from __future__ import annotations

import runpy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.exercises import registry


@dataclass(frozen=True)
class Answer:
    """One file of the bank: the exercise it answers, and the requirements it does not meet."""

    path: Path

    def __str__(self) -> str:
        return f"{self.exercise}/{self.path.stem}"

    @property
    def exercise(self) -> str:
        return self.path.parent.name

    @property
    def unmet(self) -> set[str]:
        first = self.path.read_text("utf-8").partition("\n")[0]
        if first == "# all met":
            return set()
        return set(first.removeprefix("# not met: ").split(" | "))

    def load(self) -> Any:
        """The value of the variable the exercise names, of a fresh run of the file."""
        return runpy.run_path(str(self.path))[registry()[self.exercise].answer]


BANK = [Answer(path) for path in sorted(Path(__file__).parent.glob("answers/*/*.py"))]
