"""What the bank was last sorted by, kept, so that a test run sorts anew only what changed.

``sorted.json`` has two hashes for each exercise: of its answers and of all that sorts them, by
`check` and by the grader. Where something of that changed, all its answers are sorted; of the
others one in forty, each run another fortieth. ``python -m tests.sorting`` sorts what changed, and
keeps the hashes if every answer was sorted as its first line says; with ``--all``, everything.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random

from helpers.exercises import LESSONS
from tests.bank import BANK, Answer

ROOT = Path(__file__).parents[1]
PATH = ROOT / "tests/sorted.json"
BY = {
    "check": (ROOT / "tests/test_answers.py", ROOT / "tests/conftest.py"),
    "grade": (
        ROOT / "tests/grading/test_bank.py",
        ROOT / "tests/grading/conftest.py",
        *sorted((ROOT / "helpers/grading").glob("*.py")),
    ),
}
"""Where the sorting begins, by who sorts."""

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
"""The same in all processes of a run, and another in the next."""


def is_drawn(what: str, one_in: int) -> bool:
    """Whether this is one of those that a run looks at again; each run draws others."""
    return not Random(f"{RUN} {what}").randrange(one_in)


def due(by: str) -> list[Answer]:
    """The answers that a run sorts: of what changed all, of what did not change a fortieth."""
    kept = json.loads(PATH.read_text("utf-8")) if PATH.exists() else {}
    changed = {each for each in _modules() if kept.get(each, {}).get(by) != key(each, by)}
    return [
        answer for answer in BANK if answer.exercise in changed or is_drawn(f"{answer} by {by}", 40)
    ]


def key(exercise: str, by: str) -> str:
    """The hash of an exercise's answers and of what sorts them."""
    told = hashlib.sha256()
    for path in sorted(read_by(exercise, by)):
        told.update(f"{path.relative_to(ROOT)} {_hash(path)}\n".encode())
    return told.hexdigest()[:16]


def read_by(exercise: str, by: str) -> set[Path]:
    """Its answers and what sorts them: modules and those that they import, the blog, packages."""
    found = {ROOT / "requirements.txt"}
    answers = [answer.path for answer in BANK if answer.exercise == exercise]
    wanted = [*answers, *BY[by], _modules()[exercise]]
    while wanted:
        if (path := wanted.pop()) not in found:
            found.add(path)
            wanted += _imported(path)
    blog = ROOT / "helpers/blog"
    if blog / "__init__.py" in found:
        found |= {each for each in blog.rglob("*.*") if each.suffix != ".pyc"}
    return found


@cache
def _modules() -> dict[str, Path]:
    """The module of each exercise, which the registry imports by name."""
    modules = [import_module(f"helpers.exercises.{name}") for name in LESSONS]
    return {each.id: Path(str(one.__file__)) for one in modules for each in one.EXERCISES}


@cache
def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _imported(path: Path) -> tuple[Path, ...]:
    """The course's own modules that a module imports, wherever in it."""
    if path.suffix != ".py":
        return ()
    statements = ast.walk(ast.parse(path.read_text("utf-8")))
    names = [name for each in statements for name in _names(each)]
    places = [ROOT / name.replace(".", "/") for name in names if name[:6] in ("helper", "tests.")]
    files = [file for each in places for file in (each.with_suffix(".py"), each / "__init__.py")]
    return tuple(file for file in files if file.exists())


def _names(statement: ast.AST) -> Iterator[str]:
    """What it may import: modules, names in them, and each package on the way below the first."""
    if isinstance(statement, ast.ImportFrom) and statement.module:
        named = [f"{statement.module}.{each.name}" for each in statement.names]
    elif isinstance(statement, ast.Import):
        named = [each.name for each in statement.names]
    else:
        return
    for name in named:
        parts = name.split(".")
        yield from (".".join(parts[:end]) for end in range(2, len(parts) + 1))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sorting", description=__doc__)
    parser.add_argument("--all", action="store_true", help="sort what did not change as well")
    if parser.parse_args().all:
        PATH.unlink(missing_ok=True)
    keys = {each: {by: key(each, by) for by in BY} for each in sorted(_modules())}
    files = [str(each[0]) for each in BY.values()]
    sort = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadscope", "-q", *files]
    if ended := subprocess.run(sort, cwd=ROOT, check=False).returncode:
        return ended
    PATH.write_text(json.dumps(keys, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
