"""Which code of a page listens for a click, on which of its elements, and what it then calls.

The code is read and not run: ``None`` stands for what such a reading does not understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from helpers.exchange import Response
from helpers.exercises.javascript import Code, literal
from helpers.exercises.page_code import Script

_WHOLE_PAGE = re.compile(r"(|window|self|globalThis|document(\.(body|documentElement))?)")
_MOST = 30
"""Listeners of a script that are read."""

_CLICKS = ("click", "mousedown", "mouseup", "pointerdown", "pointerup")
_LISTENS = re.compile(r"(?<![\w$])(addEventListener\s*(?:\?\.)?\(|onclick\s*=(?![=>])\s*)")
_ELSEWISE = re.compile(
    r"""\[\s*["'](onclick|addEventListener)["']\s*\]|\bonclick\s*:|\.on\(|\bdispatchEvent\b"""
)
_FINDS = re.compile(
    r"document\.(querySelector|querySelectorAll|getElementById|getElementsByTagName"
    r"|getElementsByClassName)\((.*?)\)(?:\[(\d+)\]|\.item\((\d+)\))?",
    re.DOTALL,
)
_SELECTOR = {
    "getElementById": '[id="{}"]',
    "getElementsByTagName": "{}",
    "getElementsByClassName": ".{}",
}
_FUNCTION = r"\bfunction\s+([\w$]+)\s*\(|(?:const|let|var)\s+([\w$]+)\s*=\s*(?:\([^()]*\)|\w+)\s*=>"


class Element(NamedTuple):
    """An element, how many come before it, and how many before the one that follows it."""

    place: int
    end: int
    tag: str
    attributes: dict[str, str]
    text: str


class Listener(NamedTuple):
    """What a script does at a click: on these elements, it calls a function with these arguments.

    ``why_not`` says why it does not, if so.
    """

    on: Sequence[Element] | None = None
    arguments: Sequence[str] | None = None
    why_not: str = ""

    def hears(self, button: Element) -> bool:
        """Whether a click on the button is one on an element that it listens to."""
        return self.on is None or any(each.place <= button.place < each.end for each in self.on)


def elements(response: Response, selector: str) -> list[Element]:
    """The elements of a page that a selector finds; none where it is no selector."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    parser = LexborHTMLParser(response.text)
    if not parser.root:
        return []
    every = parser.root.traverse(include_text=False)
    places = {node.mem_id: place for place, node in enumerate(every)}
    try:
        found = parser.css(selector)
    except SelectolaxError:
        return []
    return [
        Element(
            places[node.mem_id],
            places[node.mem_id] + sum(1 for _ in node.traverse(include_text=False)),
            str(node.tag),
            {name: value or "" for name, value in node.attributes.items()},
            node.text(deep=True).strip(),
        )
        for node in found
    ]


def listeners(scripts: Sequence[Script], response: Response, function: str) -> Iterator[Listener]:
    """What the scripts of the page listen for, as far as it has to do with clicks."""
    every = Code("\n".join(script.code.source for script in scripts))
    for script in scripts:
        if script.code.broken:
            continue
        if _ELSEWISE.search(script.code.text):
            yield Listener()
        for found in islice(_LISTENS.finditer(script.code.bare), _MOST):
            yield _Reading(script, every, response, function).listener(found)


class _Reading:
    """One script of a page, beside all of its code."""

    def __init__(self, script: Script, every: Code, response: Response, function: str) -> None:
        self.script, self.code, self.every = script, script.code, every
        self.response, self.function = response, function

    def listener(self, found: re.Match[str]) -> Listener:
        event, handler = '"click"', ""
        if found[1].startswith("add"):
            event, handler, *_ = [*self.code.arguments(found.end()), "", ""]
        else:
            handler = self.code.text[found.end() : self.code.end(found.end(), ";\n,")].strip()
        heard = literal(event)
        if heard == "submit" and elements(self.response, "form button"):
            return Listener()  # a click on a button of a form submits it
        if heard is not None and heard not in _CLICKS:
            return Listener([], why_not=f'the code listens for {event}: the event is "click".')
        try:
            before = self.code.bare[: found.start()].rstrip()
            whose = self._before(len(before) - 1) if before.endswith(".") else ""
            on = self._targets(whose.removesuffix("?"), found.start())
            self._require_own_variable(handler, found.start())
            return Listener(on, self._arguments(handler))
        except _NotHeardError as why:
            return Listener([], why_not=str(why))

    def _before(self, at: int) -> str:
        """The expression that ends here."""
        bare, start = self.code.bare, len(self.code.bare[:at].rstrip())
        while start and (bare[start - 1] in ".?$_)]" or bare[start - 1].isalnum()):
            start = self._opening(start - 1) if bare[start - 1] in ")]" else start - 1
            if bare[start:at].lstrip()[:1] in (".", "?"):  # a chain over several lines
                start = len(bare[:start].rstrip())
        return self.code.text[start:at].replace("?.", ".").strip()

    def _opening(self, closing: int) -> int:
        depth = 0
        for at in range(closing, -1, -1):
            depth += (self.code.bare[at] in ")]}") - (self.code.bare[at] in "([{")
            if not depth:
                return at
        return 0

    def _targets(self, expression: str, at: int) -> list[Element] | None:
        if _WHOLE_PAGE.fullmatch(expression):
            return None
        if finds := _FINDS.fullmatch(expression):
            if finds[1] not in ("querySelector", "getElementById") and not (finds[3] or finds[4]):
                raise _NotHeardError(
                    f"{expression} is a list, and a list hears no click: listen to each of its "
                    "elements."
                )
            return self._found(finds, at)
        if re.fullmatch(r"[\w$]+", expression):
            return self._named(expression, at)
        return None

    def _found(self, finds: re.Match[str], at: int) -> list[Element] | None:
        """What a call finds at the time when the script runs."""
        if (said := literal(finds[2])) is None:
            return None
        every = elements(self.response, _SELECTOR.get(finds[1], "{}").format(said))
        if not every:
            raise _NotHeardError(f"{finds[0]} finds nothing in the page.")
        there = [each for each in every if self._waits(at) or each.place < self.script.place]
        if not there:
            raise _NotHeardError(
                f"{finds[0]} finds nothing yet: {self.script.name} stands before it and runs "
                "before it is there. Put the script behind it, or give a file's tag defer."
            )
        if index := finds[3] or finds[4]:
            return there[int(index[:4]) :][:1]
        return there[:1] if finds[1] in ("querySelector", "getElementById") else there

    def _named(self, name: str, at: int) -> list[Element] | None:
        """What a variable stands for: an element, or each of a loop."""
        bare, named = self.code.bare[:at], re.escape(name)
        made = [
            *re.finditer(rf"\b(?:const|let|var)\s+{named}\s*(of\b|in\b|=)\s*", bare),
            *re.finditer(rf"(\.forEach)\s*\(\s*(?:function\s*)?\(?\s*{named}\b", bare),
        ]
        if not made:
            return elements(self.response, f'[id="{name}"]') or None
        last = max(made, key=re.Match.start)
        if last[1] == "=":
            said = self.code.text[last.end() : self.code.end(last.end(), ";\n,")].strip()
            return None if said == name else self._targets(said.replace("?.", "."), last.start())
        if last[1] == "in":
            raise _NotHeardError(f"for ({name} in …) gives texts such as 0 and 1: write of.")
        if last[1] == "of":
            said = self.code.text[last.end() : self.code.end(last.end())].strip()
        else:
            said = self._before(last.start())
        if copy := re.fullmatch(r"Array\.from\((.*)\)|\[\s*\.\.\.(.*)\]", said, re.DOTALL):
            said = (copy[1] or copy[2]).strip()
        if re.fullmatch(r"[\w$]+", said) and (meant := self.code.definition(said)):
            said = meant
        finds = _FINDS.fullmatch(said)
        return self._found(finds, at) if finds else None

    def _require_own_variable(self, handler: str, at: int) -> None:
        """A function that is called later must not use what a loop has moved on since."""
        for loop in re.finditer(r"\bfor\s*\(\s*var\s+([\w$]+)", self.code.bare[:at]):
            name, since = re.escape(loop[1]), self.code.bare[loop.end() : at]
            own = re.search(rf"(function\b[^(]*\(|=\s*\(?|,\s*|let\s+|const\s+){name}\b", since)
            later = "=>" in handler or handler.startswith("function")
            if later and not own and re.search(rf"(?<![\w$.]){name}\b", Code(handler).bare):
                raise _NotHeardError(
                    f"{loop[1]} is one variable for the whole loop, and at a click it has gone on "
                    f"to its end: write let {loop[1]}."
                )

    def _waits(self, at: int) -> bool:
        """Whether it runs after the page is read, or in a function, whenever that is called."""
        if self.script.waits:
            return True
        return any(
            made.end() <= at < self.code.end(self.code.bare.find("{", made.end()) + 1)
            for made in re.finditer(_FUNCTION, self.code.bare[:at])
        )

    def _arguments(self, handler: str) -> list[str] | None:
        """What the function is called with at a click."""
        function, code = self.function, Code(handler)
        if literal(handler) is not None:
            raise _NotHeardError(f"{handler} is a text, and no function that a click could call.")
        if handler == function:
            if re.search(r"target|\bthis\b|\bevent\b", self.every.definition(function) or ""):
                return None
            raise _NotHeardError(
                f"a click calls {function} with the event, and not with a coffee. Let it call a "
                "function that calls it with one."
            )
        if called := re.match(r"([\w$.]+)\(", handler):
            if code.end(called.end()) + 1 < len(handler):
                return None
            if called[1] == function:
                raise _NotHeardError(f"{handler} is called when the page loads, and at no click.")
            return code.arguments(called.end())[1:2] if called[1] == f"{function}.bind" else None
        if re.fullmatch(r"[\w$]+", handler):
            handler = self.every.definition(handler) or ""
            return self._calls(handler) if handler else None
        if re.fullmatch(rf"[^=]*=>\s*{function};?", handler):
            raise _NotHeardError(f"{handler} names {function}, and calls nothing.")
        return self._calls(handler) if "=>" in handler or "function" in handler else None

    def _calls(self, handler: str) -> list[str] | None:
        if found := self._called_with(handler):
            return found
        others = re.findall(r"(?<![\w$.])([\w$]+)\(", Code(handler).bare)
        further = [self.every.definition(name) or "" for name in others[:20]]
        found = [each for text in further for each in self._called_with(text)]
        said = re.search(rf"\b{self.function}\b", " ".join([handler, *further]))
        return None if said and not found else found

    def _called_with(self, text: str) -> list[str]:
        event = re.match(r"(?:function\s*[\w$]*\s*)?\(?\s*([\w$]+)\s*\)?\s*(?:=>|\{)", text)
        first = [arguments[0] for _, arguments in Code(text).calls(self.function)]
        return ["event" if event and each == event[1] else each for each in first]


class _NotHeardError(ValueError):
    """A click is not heard, and why."""


def said_of(argument: str, button: Element) -> str | None:
    """What an argument is at a click on a button."""
    if (said := literal(argument)) is not None:
        return said
    if argument in ("", "event"):
        return argument or "undefined"
    read = re.fullmatch(
        r"[\w$.]+?\.(?:(id|value|name|title|textContent|innerText)|dataset\.(\w+)"
        r"|getAttribute\((.*)\))((?:\.(?:toLowerCase|trim)\(\))*)",
        argument,
        re.DOTALL,
    )
    if not read:
        return None
    if read[1] in ("textContent", "innerText"):
        said = button.text
    else:
        data = read[2] and "data-" + re.sub("([A-Z])", r"-\1", read[2]).lower()
        name = read[1] or data or literal(read[3] or "")
        said = button.attributes.get(name, "") if name else None
    return said.lower() if said and "toLowerCase" in read[4] else said
