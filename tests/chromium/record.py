"""What Chromium did with each answer of the bank, kept, so that only what changed is played again.

``seen.jsonl`` has a line for each answer. Its key is the hash of the answer and of the modules that
play it: where one of them changes, the line no longer counts, and the answer is played.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from helpers import browser
from helpers.check import examine
from helpers.exercises import registry
from tests.bank import Answer

Seen = dict[str, bool]
"""By requirement, only those about a browser: whether Chromium says that it holds."""

PATH = Path(__file__).with_name("seen.jsonl")
ROOT = PATH.parents[2]
BLOG = ROOT / "helpers/blog"
PLAYED_BY = ("helpers.exercises.", "tests.chromium.")


def _stories() -> Iterator[ModuleType]:
    """The modules that play answers: each has ``SEEN``, for the exercises of one lesson."""
    for path in sorted(PATH.parent.glob("[!_]*.py")):
        module = import_module(f"{__package__}.{path.stem}")
        if hasattr(module, "SEEN"):
            yield module


STORY_OF = {exercise: module for module in _stories() for exercise in module.SEEN}


def played(answer: Answer) -> Seen:
    """What Chromium does with the answer now; nothing where it is no app, or one that raises.

    What is asked here is what happened: a picture of each page would cost as much again.
    """
    if examine(registry()[answer.exercise], answer.load()).failure:
        return {}
    look, browser._picture = browser._picture, lambda page: b""
    try:
        seen: Seen = STORY_OF[answer.exercise].SEEN[answer.exercise](answer.load())
    finally:
        browser._picture = look
    return seen


def recorded(answer: Answer) -> Seen | None:
    """What Chromium did with the answer when it was last played; None where something changed."""
    kept, seen = _record().get(str(answer), ("", {}))
    return seen if kept == key(answer) else None


def keep(found: Mapping[Answer, Seen]) -> None:
    """Write the record anew: these answers, in their order, and no others."""
    lines = [
        json.dumps({"answer": str(answer), "key": key(answer), "seen": seen}, sort_keys=True)
        for answer, seen in sorted(found.items(), key=lambda each: str(each[0]))
    ]
    PATH.write_text("\n".join([*lines, ""]), "utf-8")


def key(answer: Answer) -> str:
    """The hash of the answer and of what plays it."""
    told = hashlib.sha256(answer.path.read_bytes())
    told.update(_hash_of(STORY_OF[answer.exercise]).encode())
    return told.hexdigest()[:16]


@cache
def _record() -> dict[str, tuple[str, Seen]]:
    lines = PATH.read_text("utf-8").splitlines() if PATH.exists() else []
    return {each["answer"]: (each["key"], each["seen"]) for each in map(json.loads, lines)}


@cache
def _hash_of(module: ModuleType) -> str:
    found: set[Path] = set()
    _gather(Path(str(module.__file__)), found)
    told = hashlib.sha256()
    for path in sorted(found):
        told.update(path.read_bytes())
    return told.hexdigest()


def _gather(path: Path, found: set[Path]) -> None:
    """Add the file, and what it imports of that which plays answers, to ``found``."""
    if path in found:
        return
    found.add(path)
    for name in _imported(path):
        place = ROOT / name.replace(".", "/")
        if name.startswith("helpers.blog"):
            found |= {each for each in BLOG.rglob("*") if each.suffix not in ("", ".pyc")}
        elif name.startswith(PLAYED_BY) and place.with_suffix(".py").exists():
            _gather(place.with_suffix(".py"), found)


def _imported(path: Path) -> Iterator[str]:
    """The modules, and what may be one, that a file imports."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{each.name}" for each in node.names)
