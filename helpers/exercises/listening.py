"""Which code of a page listens for a click, on which of its elements, and what it then calls.

The code is read and not run: ``None`` stands for what such a reading does not understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from helpers.exchange import Response
from helpers.exercises.code_names import unknown_names
from helpers.exercises.javascript import Code, literal
from helpers.exercises.page_code import Script
from helpers.exercises.page_elements import Element, elements
from helpers.page import policy_of

_WHOLE_PAGE = re.compile(r"(|window|self|globalThis|document(\.(body|documentElement))?)")
_MOST = 30
"""Listeners of a script that are read."""

_CLICKS = ("click", "mousedown", "mouseup", "pointerdown", "pointerup")
_LISTENS = re.compile(r"(?<![\w$])(addEventListener\s*(?:\?\.)?\(|onclick\s*=(?![=>])\s*)")
_ELSEWISE = re.compile(
    r"""\[\s*["'](onclick|addEventListener)["']\s*\]|\bonclick\s*:|\.on\(|\bdispatchEvent\b"""
)
_WRITES = re.compile(r"""\.setAttribute\(\s*["']onclick["']\s*,\s*([^)]*\)?["'`]?)""")
_OF_A_TEXT = re.compile(r"""\beval\(|\bFunction\(|\bset(?:Timeout|Interval)\(\s*["']""")
_THROWS = re.compile(r"(?<![\w$.])(?:throw\b[^;\n]*|null\.|undefined\.|([a-z_$][\w$]*)\()")
"""What throws, or a call, which does where its name stands for nothing."""
_MAKES = re.compile(r"createElement|insertAdjacent|HTML|append|prepend|replace|write")
"""What makes elements: which there are is not known any more."""
SITE = "https://shop.test/"
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


def listeners(scripts: Sequence[Script], response: Response, function: str) -> Iterator[Listener]:
    """What the scripts of the page listen for, as far as it has to do with clicks."""
    every = Code("\n".join(script.code.source for script in scripts))
    for script in scripts:
        if script.code.broken:
            continue
        if _ELSEWISE.search(script.code.text):
            yield Listener()
        yield from _attributes_written(script, response)
        for found in islice(_LISTENS.finditer(script.code.bare), _MOST):
            yield _Reading(script, every, response, function).listener(found)


def _attributes_written(script: Script, response: Response) -> Iterator[Listener]:
    """What setAttribute makes of a text, where the policy lets an attribute run."""
    policy = policy_of(response, SITE)
    for written in islice(_WRITES.finditer(script.code.text), _MOST):
        source = literal(written[1]) or ""
        may_run = policy.allows("event-handler", page=SITE, source=source)
        why = "setAttribute writes an attribute, and no nonce covers one: use addEventListener."
        yield Listener() if may_run else Listener([], why_not=why)


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
            self._require_it_gets_there(found.start())
            on = self._targets(whose.removesuffix("?"), found.start())
            self._require_own_variable(handler, found.start())
            self._require_no_text_as_code(handler)
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
        return self._in_list(said, at)

    def _in_list(self, said: str, at: int) -> list[Element] | None:
        """What a call finds, or a list has that is made of one call."""
        one = re.fullmatch(r"\[([^\[\]]*)\]", said)
        finds = _FINDS.fullmatch((one[1] if one else said).strip())
        if not finds or (one and finds[1] not in ("querySelector", "getElementById")):
            return None
        return self._found(finds, at)

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

    def _require_it_gets_there(self, at: int) -> None:
        """A line before it that throws ends the script."""
        before = self.code.bare[:at]
        for thrown in islice(_THROWS.finditer(before), _MOST):
            if not _begins_a_statement(before[: thrown.start()]):
                continue
            if not (thrown[1] and not [*unknown_names(thrown[1], self.code, [self.every])]):
                what = f"nothing is called {thrown[1]}" if thrown[1] else f"at {thrown[0]}"
                raise _NotHeardError(f"the script throws before it listens: {what.rstrip('. ')}.")
        for finds in () if _MAKES.search(before) else self._used_at_once(at):
            self._found(finds, finds.start())

    def _used_at_once(self, at: int) -> Iterator[re.Match[str]]:
        """Where a statement before it finds one element, and does something with it."""
        for finds in islice(_FINDS.finditer(self.code.text[:at]), _MOST):
            one = finds[1] in ("querySelector", "getElementById")
            simple = re.fullmatch(r"""["'`][#.]?[\w-]+["'`]""", finds[2].strip())
            used = re.match(r"\s*\.", self.code.text[finds.end() :])
            if one and simple and used and _begins_a_statement(self.code.bare[: finds.start()]):
                yield finds

    def _require_no_text_as_code(self, handler: str) -> None:
        """A text does not become code where eval is off."""
        meant = self.every.definition(handler) if re.fullmatch(r"[\w$]+", handler) else handler
        found = _OF_A_TEXT.search(Code(meant or "").bare)
        if found and not policy_of(self.response, SITE).allows("eval", page=SITE):
            raise _NotHeardError(f"{found[0]}…) makes code of a text, which needs eval: it is off.")

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


def _begins_a_statement(before: str) -> bool:
    """Whether what stands behind this code runs whenever it is reached: on doubt, not."""
    opened = sum(map(before.count, "([{")) - sum(map(before.count, ")]}"))
    ended = before.rstrip()
    if opened or not ended or ended[-1] in ";}":
        return not opened
    line = ended.rpartition("\n")[2]
    new_line = "\n" in before[len(ended) :]
    return new_line and not re.search(r"^\s*(else|if|for|while)\b|[-=+*/%&|?:,<>!~^.]$", line)


class _NotHeardError(ValueError):
    """A click is not heard, and why."""
