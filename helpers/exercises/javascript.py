"""A small reading of JavaScript, which runs nothing: what is code, what is text, what is called.

Comments are left out, texts are told from code, and brackets must close. It knows no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))"""
    r"""|(?P<text>"(?:\\.|[^"\\\n])*(?:"|(?=\n)|\Z)|'(?:\\.|[^'\\\n])*(?:'|(?=\n)|\Z))"""
    r"""|(?P<template>`(?:\\.|[^`\\])*(?:`|\Z))"""
    r"""|(?P<regex>(?<=[=(,:;!&|?{ ])/(?![*/ ])"""
    r"""(?:\\.|\[(?:\\.|[^\]\\\n]){0,99}\]|[^/\\\n\[]){1,99}/(?=[a-z]*\s*[.,;)\]\n]))""",
    re.DOTALL,
)
_IN_TEMPLATE = re.compile(r"\$\{[^}]*\}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_LITERAL = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\$])*`)""", re.DOTALL
)
_MOST = 30
"""Calls of a function that are read."""

_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Code:
    """A script's code, as it stands in its file or between its tags."""

    source: str

    @cached_property
    def text(self) -> str:
        """The code without comments; everything else stands where it stood."""
        return _TOKEN.sub(
            lambda token: " " * len(token[0]) if token["comment"] else token[0], self.source
        )

    @cached_property
    def bare(self) -> str:
        """The same, and spaces in place of what texts say; ``${…}`` in a template is code."""
        return _TOKEN.sub(_blanked, self.source)

    @property
    def broken(self) -> bool:
        """Whether a browser cannot read it: a bracket or a text is open, a lambda is Python's."""
        awaited: list[str] = []
        for char in self.bare:
            if char in _CLOSING:
                awaited.append(_CLOSING[char])
            elif char in ")]}" and (not awaited or awaited.pop() != char):
                return True
        open_text = any(
            token["text"] and not _LITERAL.fullmatch(token[0])
            for token in _TOKEN.finditer(self.source)
        )
        return bool(awaited) or open_text or bool(re.search(r"[(,=]\s*lambda\b[^=)]*:", self.bare))

    def says(self, name: str) -> bool:
        """Whether this stands in the code, and not only in one of its texts."""
        return name in self.bare

    def calls(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """Where it calls the function of this name, and with which arguments."""
        called = re.finditer(rf"(?<![\w$.])(?:window\.)?{re.escape(name)}\s*\(", self.bare)
        for call in islice(called, _MOST):
            if not re.search(r"function\s*$", self.bare[: call.start()]):
                yield call.start(), self.arguments(call.end())

    def arguments(self, start: int) -> list[str]:
        """The arguments that begin here, after the bracket."""
        return self.pieces(start, self.end(start))

    def pieces(self, start: int, end: int) -> list[str]:
        """What stands between commas, those inside brackets left out."""
        found, depth, began = [], 0, start
        for at in range(start, end):
            depth += (self.bare[at] in "([{") - (self.bare[at] in ")]}")
            if self.bare[at] == "," and not depth:
                found.append(self.text[began:at].strip())
                began = at + 1
        return [*found, self.text[began:end].strip()]

    def end(self, start: int, stops: str = "") -> int:
        """Where the bracket closes in which this place stands, or one of these comes before."""
        depth = 0
        for at in range(start, len(self.bare)):
            char = self.bare[at]
            goes_on = char == "\n" and self.bare[start:at].rstrip()[-2:] in ("", "=>")
            if not depth and not goes_on and (char in stops or char in ")]}"):
                return at
            depth += (char in "([{") - (char in ")]}")
        return len(self.bare)

    def defines(self, name: str) -> bool:
        """Whether it makes a function or a variable of this name."""
        return self.definition(name) is not None

    def definition(self, name: str) -> str | None:
        """The text of the function or the variable of this name."""
        named = re.escape(name)
        if made := re.search(rf"\bfunction\s+{named}\s*\(", self.bare):
            body = self.bare.find("{", self.end(made.end()))
            return self.text[made.start() : self.end(body + 1) + 1]
        if made := re.search(rf"(?<![\w$])(?:window\.)?{named}\s*=(?![=>])\s*", self.bare):
            return self.text[made.end() : self.end(made.end(), ";\n")].strip()
        return None


def literal(text: str) -> str | None:
    """What a text in quotes says; None where this is something else."""
    text = text.strip()
    if not _LITERAL.fullmatch(text):
        return None
    return _ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(escape: re.Match[str]) -> str:
    if number := escape[1] or escape[2]:
        return chr(int(number, 16))
    return {"n": "\n", "t": "\t", "r": "\r", "\n": ""}.get(escape[3], escape[3])


def _blanked(token: re.Match[str]) -> str:
    text = token[0]
    if token["template"]:
        kept = list(" " * len(text))
        for code in _IN_TEMPLATE.finditer(text):
            kept[code.start() + 1 : code.end()] = text[code.start() + 1 : code.end()]
        return "".join(kept)
    blank = re.sub(r"[^\n]", " ", text)
    return blank if token["comment"] else f'"{blank[1:-1]}"' if len(text) > 1 else '"'
