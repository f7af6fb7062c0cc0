"""Runs a learner's cells as IPython would, inside the sandbox: magics do nothing, nothing is asked.

This module trusts what it runs no more than the sandbox does: it only makes honest notebooks work.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import inspect
import linecache
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from symtable import symtable
from typing import Any

from helpers.deadline import GivenUp
from helpers.exchange import describe

_RUNS_ITS_BODY = ("capture", "time", "timeit", "prun")


class Inert:
    """Stands for what only a notebook has: any call, attribute or item of it is inert again."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: Any, **__: Any) -> Any:
        return self

    def __getitem__(self, _: Any) -> Any:
        return self

    def __iter__(self) -> Any:
        return iter(())

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None:
        return None


class Shell(Inert):
    """What ``get_ipython()`` gives: of all magics, those that time or capture run their body."""

    def __init__(self, run: Callable[[str], None]) -> None:
        self._run = run

    def run_cell_magic(self, name: str, _line: str, body: str) -> None:
        if name in _RUNS_ITS_BODY:
            self._run(body)

    def run_line_magic(self, name: str, line: str, *_: Any) -> None:
        if name in _RUNS_ITS_BODY:
            self._run(line)

    def getoutput(self, *_: Any, **__: Any) -> list[str]:
        return []


class Session:
    """One notebook's names, and its cells run one by one."""

    def __init__(self, demo: Sequence[str] = ()) -> None:
        # Learners' classes are of __main__, as in a kernel.
        self._main = types.ModuleType("__main__")
        self.names: dict[str, Any] = self._main.__dict__
        self._demo = Lesson(demo)
        self._count = 0
        shell = Shell(self._execute)
        builtins.input = lambda *_: ""
        builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
        builtins.display = Inert()  # type: ignore[attr-defined]
        sys.modules["__main__"] = self._main

    def run(self, source: str) -> str:
        """Run a cell; what it raised, in one line that names the learner's own, or ""."""
        try:
            self._lend(source)
            self._execute(source)
        except GivenUp:
            raise
        except BaseException as error:
            return describe(error)
        return ""

    def _execute(self, source: str) -> None:
        tree = _parsed(source)
        self._count += 1
        name = f"<cell {self._count}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        code = compile(tree, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        if code.co_flags & inspect.CO_COROUTINE:
            asyncio.run(types.FunctionType(code, self.names)())
        else:
            exec(code, self.names)

    def _lend(self, source: str) -> None:
        """Define what the cell uses and the lesson's own cells define, and nothing else of them."""
        known = (self.names, builtins.__dict__)
        missing = {name for name in wanted(source) if not any(name in each for each in known)}
        for statement in self._demo.borrowed(missing):
            try:
                tree = ast.Module([statement], type_ignores=[])
                exec(compile(tree, "<lesson>", "exec"), self.names)
            except Exception:  # one that needs the browser, say
                continue


def _parsed(source: str) -> ast.Module:
    try:
        return _tree(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        return _tree(TransformerManager().transform_cell(source))


def _tree(source: str) -> ast.Module:
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    tree = compile(source, "your cell", "exec", flags)
    assert isinstance(tree, ast.Module)
    return tree


def wanted(source: str) -> set[str]:
    """The global names that a cell reads and does not define itself."""
    try:
        tables = [symtable(source, "cell", "exec")]
    except SyntaxError:  # magics, or await outside a function
        return used(_parsed(source))
    own = {each.get_name() for each in tables[0].get_symbols() if each.is_assigned()}
    found: set[str] = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for each in table.get_symbols():
            if each.is_referenced() and (each.is_global() or table.get_type() == "module"):
                found.add(each.get_name())
    return found - own


def used(tree: ast.AST) -> set[str]:
    """The names that code reads."""
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


class Lesson:
    """The lesson's own cells, of which an answer may borrow."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources
        self._statements: dict[str, list[tuple[set[str], ast.stmt]]] = {}

    def borrowed(self, names: set[str]) -> list[ast.stmt]:
        """The statements that define these names, and those that they need, in their order.

        A decorated function belongs to the app it is registered with.
        """
        wanted, chosen = set(names), dict[tuple[int, int], ast.stmt]()
        while True:
            new = {
                place: statement
                for place, defined, statement in self._that_may_define(wanted)
                if place not in chosen and defined & wanted
            }
            if not new:
                return [chosen[place] for place in sorted(chosen)]
            chosen |= new
            wanted |= set().union(*map(used, new.values()))

    def _that_may_define(
        self, names: set[str]
    ) -> Iterator[tuple[tuple[int, int], set[str], ast.stmt]]:
        for number, source in enumerate(self._sources):
            if any(name in source for name in names):  # a name is defined where it is written
                if source not in self._statements:
                    self._statements[source] = _statements(source)
                for line, (defined, statement) in enumerate(self._statements[source]):
                    yield (number, line), defined, statement


def _statements(source: str) -> list[tuple[set[str], ast.stmt]]:
    """The statements of a cell, each with the names it defines."""
    try:
        return [(defines(each), each) for each in _tree(source).body]
    except SyntaxError:
        return []


def defines(statement: ast.stmt) -> set[str]:
    """The names a statement defines, or adds to: a decorated view is part of its app."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        decorators = [used(each) for each in statement.decorator_list]
        return {statement.name}.union(*decorators)
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(each.asname or each.name).partition(".")[0] for each in statement.names}
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return {
            node.id
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
    return set()
