"""What Chromium did with each answer of the bank, kept, so that only what changed is played again.

``seen.jsonl`` has a line for each answer. Its key is the hash of the answer and of what plays it:
the story's module, and each definition elsewhere that it uses. Where something of that changes, the
line no longer counts, and the answer is played. What only judges is no part of it.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from unittest.mock import patch

from helpers import browser, chromium
from helpers.check import examine
from helpers.exercises import registry
from tests.bank import Answer

Seen = dict[str, bool]
"""By requirement, only those about a browser: whether Chromium says that it holds."""

PATH = Path(__file__).with_name("seen.jsonl")
ROOT = PATH.parents[2]
BLOG = ROOT / "helpers/blog"
PATIENCE = 60
"""Seconds that a story has here."""
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

    What is asked here is what happened: a picture of each page would cost as much again. A lesson's
    story has ten seconds for its reader's sake; here several are played at once.
    """
    if examine(registry()[answer.exercise], answer.load()).failure:
        return {}
    with (
        patch.object(browser, "_picture", lambda page: b""),
        patch.object(chromium, "CALL_SECONDS", PATIENCE),
    ):
        seen: Seen = STORY_OF[answer.exercise].SEEN[answer.exercise](answer.load())
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
def _hash_of(story: ModuleType) -> str:
    """The hash of a story's module, and of what it uses of the modules that play answers."""
    told = hashlib.sha256()
    for part in sorted(_used_by(Path(str(story.__file__)))):
        told.update(part)
    return told.hexdigest()


def _used_by(story: Path) -> set[bytes]:
    """The file, and each definition elsewhere that it uses, or that such a definition uses."""
    parts, seen = {story.read_bytes()}, set[tuple[Path, str]]()
    wanted = [each for names in _Module.of(story).imported.values() for each in names]
    while wanted:
        path, name = wanted.pop()
        if path.is_relative_to(BLOG):
            parts |= {each.read_bytes() for each in BLOG.rglob("*") if each.suffix not in NO_TEXT}
        elif (path, name) not in seen:
            seen.add((path, name))
            module = _Module.of(path)
            wanted += module.imported.get(name, ())
            for definition in module.defined.get(name, ()):
                parts.add(definition.source)
                wanted += ((path, each) for each in definition.uses)
    return parts


class _Definition(NamedTuple):
    """A statement of a module that defines a name: its text, and the names that it uses."""

    source: bytes
    uses: frozenset[str]


class _Module(NamedTuple):
    """Where each name of a module comes from: its own statements, or another module's name."""

    defined: Mapping[str, Sequence[_Definition]]
    imported: Mapping[str, Sequence[tuple[Path, str]]]

    @staticmethod
    @cache
    def of(path: Path) -> _Module:
        text = path.read_text("utf-8")
        defined: dict[str, list[_Definition]] = {}
        imported: dict[str, list[tuple[Path, str]]] = {}
        for statement in ast.parse(text).body:
            if isinstance(statement, ast.ImportFrom):
                for name, place in _imports(statement):
                    imported.setdefault(name, []).append(place)
                continue
            nodes = [*ast.walk(statement)]
            names = [each for each in nodes if isinstance(each, ast.Name)]
            uses = frozenset(each.id for each in names)
            source = (ast.get_source_segment(text, statement, padded=True) or "").encode()
            stored = {each.id for each in names if isinstance(each.ctx, ast.Store)}
            own = {statement.name} if isinstance(statement, DEFINES) else stored or uses
            for name in own:
                defined.setdefault(name, []).append(_Definition(source, uses - {name}))
        return _Module(defined, imported)


DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
NO_TEXT = ("", ".pyc")


def _imports(statement: ast.ImportFrom) -> Iterator[tuple[str, tuple[Path, str]]]:
    """The names that it brings of a module that plays answers, each with where it is defined."""
    name = str(statement.module)
    path = (ROOT / name.replace(".", "/")).with_suffix(".py")
    if name.startswith("helpers.blog"):
        path = BLOG / "__init__.py"
    if name.startswith((*PLAYED_BY, "helpers.blog")) and path.exists():
        for each in statement.names:
            yield each.asname or each.name, (path, each.name)
