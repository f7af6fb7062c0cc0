"""The tags of a page, as HTML's tokenizer finds them (HTML, section 13.2.5)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5
from typing import NamedTuple

Attributes = dict[str, str]

_MARKUP = re.compile(r"<(?:(!--)|([!?])|(/?)([A-Za-z][^\t\n\f />]*)|/(>)?)")
_NAME = re.compile(r"[\t\n\f /]*(=?[^\t\n\f />=]*)")
_EQUALS = re.compile(r"[\t\n\f ]*=[\t\n\f ]*")
_UNQUOTED = re.compile(r"[^\t\n\f >]*")
_COMMENT_END = re.compile(r"--!?>")
_REFERENCE = re.compile(r"&(#(?:[xX][0-9A-Fa-f]+|[0-9]+);?|[A-Za-z0-9]+(?:;|(?![A-Za-z0-9=])))")
_IN_SCRIPT = re.compile(r"<!--|-->|<(/?)script(?=[\t\n\f />])", re.IGNORECASE)


class Tag(NamedTuple):
    """A tag: its name in lower case, its attributes, the first of each name, and how it ends."""

    name: str
    attributes: Attributes
    closing: bool
    self_closing: bool


@dataclass
class Tokens:
    """A page, read from ``at`` on. What comes after a start tag is the tree's to say."""

    text: str
    at: int = 0

    def next(self, in_foreign: bool) -> Tag | None:
        """The next tag, comments passed over; None at the end of the page.

        in_foreign: whether it stands in SVG or MathML, where CDATA sections are
        """
        while found := _MARKUP.search(self.text, self.at):
            comment, bogus, closing, name, nothing = found.groups()
            self.at = found.end()
            if comment:
                self._skip_comment()
            elif name:
                return self._tag(name.lower(), bool(closing))
            elif bogus and in_foreign and self.text.startswith("[CDATA[", self.at):
                self._skip_past("]]>")
            elif not nothing:
                self._skip_past(">")
        return None

    def _skip_past(self, end: str) -> None:
        found = self.text.find(end, self.at)
        self.at = len(self.text) if found < 0 else found + len(end)

    def _skip_comment(self) -> None:
        for abrupt in (">", "->"):
            if self.text.startswith(abrupt, self.at):
                self.at += len(abrupt)
                return
        found = _COMMENT_END.search(self.text, self.at)
        self.at = found.end() if found else len(self.text)

    def _tag(self, name: str, closing: bool) -> Tag | None:
        """The rest of a tag, or None where the page ends in it."""
        attributes: Attributes = {}
        while found := _NAME.match(self.text, self.at):
            self.at = found.end()
            if self.at == len(self.text):
                return None
            if not found[1]:
                self.at += 1
                return Tag(name, attributes, closing, found[0].endswith("/"))
            value = self._value()
            if value is None:
                return None
            attributes.setdefault(found[1].lower(), value)
        return None

    def _value(self) -> str | None:
        equals = _EQUALS.match(self.text, self.at)
        if not equals:
            return ""
        self.at = equals.end()
        quote = self.text[self.at : self.at + 1]
        if quote in ('"', "'"):
            begin, end = self.at + 1, self.text.find(quote, self.at + 1)
            self.at = end + 1
            return None if end < 0 else _unescaped(self.text[begin:end])
        found = _UNQUOTED.match(self.text, self.at)
        assert found
        self.at = found.end()
        return _unescaped(found[0])

    def skip_text(self, name: str) -> None:
        """Up to the end tag of an element that holds text."""
        end = re.compile(rf"</{name}(?=[\t\n\f />])", re.IGNORECASE).search(self.text, self.at)
        self.at = end.start() if end else len(self.text)

    def skip_script(self) -> None:
        """Up to the end tag of a script, which does not count in a comment after another <script>.

        HTML, 13.2.5.15 to 13.2.5.31, the states of script data.
        """
        escaped = doubly = False
        while found := _IN_SCRIPT.search(self.text, self.at):
            if found[0] == "<!--":
                self.at = found.end() - 2  # its dashes may already be those of -->
                escaped = True
                continue
            self.at = found.end()
            if found[0] == "-->":
                escaped = doubly = False
            elif not found[1]:
                doubly |= escaped
            elif doubly:
                doubly = False
            else:
                self.at = found.start()
                return
        self.at = len(self.text)


def _unescaped(value: str) -> str:
    return _REFERENCE.sub(_character, value) if "&" in value else value


def _character(reference: re.Match[str]) -> str:
    """In an attribute, a name without semicolon counts only where nothing could go on from it."""
    name = reference[1]
    return html.unescape(reference[0]) if name.startswith("#") or name in html5 else reference[0]
