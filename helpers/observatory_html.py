"""What the Observatory looks for in a page: its scripts, its base, its policies in meta elements.

Read as HTML's parser reads it (HTML, section 13.2), as far as that decides which of these elements
are there: none in a comment, in text, or in a template.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from helpers.observatory_text import trim
from helpers.observatory_tokens import Attributes, Tag, Tokens

TEXT_ELEMENTS = frozenset({"iframe", "noembed", "noframes", "style", "textarea", "title", "xmp"})
"""Elements that hold text (HTML, 13.2.5); with scripting, noscript is one as well."""

VOID_ELEMENTS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"param", "track", "wbr", "basefont", "bgsound", "frame", "keygen"}
)

LEAVING_FOREIGN_CONTENT = frozenset(
    {"b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em"}
    | {"embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing"}
    | {"menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike"}
    | {"sub", "sup", "table", "tt", "u", "ul", "var"}
)
"""Start tags that close SVG and MathML (HTML, 13.2.6.5)."""

INTEGRATION_POINTS = {
    "svg": frozenset({"foreignobject", "desc", "title"}),
    "math": frozenset({"mi", "mo", "mn", "ms", "mtext"}),
}
"""Elements of SVG and MathML that hold HTML (HTML, 13.2.6)."""

ENDING_SELECT = frozenset({"select", "input", "keygen", "textarea"})
"""Start tags that close a select (HTML, 13.2.6.4.16); most others in it are passed over."""

DEEPEST = 1000
"""Elements open at once that are kept count of."""


@dataclass(frozen=True)
class Script:
    """A script element: its src as written, or None, and whether it has integrity."""

    src: str | None
    integrity: bool = False


@dataclass(frozen=True)
class Markup:
    """What counts in a page; ``policies`` and ``referrer`` are those of its meta elements."""

    scripts: tuple[Script, ...] = ()
    base: str | None = None
    policies: tuple[str, ...] = ()
    referrer: str | None = None


def read(text: str) -> Markup:
    """Find what counts in a page. No text is an error.

    The Observatory looks for scripts as a parser without scripting does, for meta elements as one
    with it: what noscript holds is there for the former alone.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    page = other = _Page(text)
    page.read()
    if "<noscript" in text.lower():
        other = _Page(text, scripting=True)
        other.read()
    return Markup(tuple(page.scripts), page.base, tuple(other.policies), other.referrer)


class _Open(NamedTuple):
    """An open element: "html", "svg" or "math", its name, whether its content is HTML."""

    namespace: str
    name: str
    holds_html: bool = True

    def is_integration_point(self) -> bool:
        return self.namespace != "html" and self.holds_html


_TEMPLATE = _Open("html", "template")
_SELECT = _Open("html", "select")


@dataclass
class _Page(Tokens):
    scripting: bool = False
    open: list[_Open] = field(default_factory=list)
    templates: int = 0
    scripts: list[Script] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    base: str | None = None
    referrer: str | None = None

    def read(self) -> None:
        while tag := self.next(in_foreign=self.in_foreign() and not self.open[-1].holds_html):
            self.end(tag.name) if tag.closing else self.start(tag)

    def start(self, tag: Tag) -> None:
        if self.open and self.open[-1] == _SELECT:
            self.start_in_select(tag)
        elif self.is_foreign(tag):
            self.start_foreign(tag)
        else:
            self.start_html(tag)

    def is_foreign(self, tag: Tag) -> bool:
        """Whether the tag starts an element of SVG or MathML; it may also be one that ends them."""
        if not self.in_foreign():
            return False
        namespace, name, holds_html = self.open[-1]
        if holds_html:
            return tag.name in ("mglyph", "malignmark") and name in INTEGRATION_POINTS["math"]
        if (namespace, name, tag.name) == ("math", "annotation-xml", "svg"):
            return False
        sized = tag.name == "font" and tag.attributes.keys() & {"color", "face", "size"}
        if sized or tag.name in LEAVING_FOREIGN_CONTENT:
            self.leave_foreign()
            return False
        return True

    def start_in_select(self, tag: Tag) -> None:
        if tag.name in ENDING_SELECT:
            self.close(len(self.open) - 1)
        if tag.name in ("script", "template", "textarea"):
            self.start_html(tag)

    def start_foreign(self, tag: Tag) -> None:
        namespace = self.open[-1].namespace
        if tag.name == "script":
            self.keep_script(Script(None))
        elif tag.name == "base":
            self.keep_base(tag.attributes)
        if not tag.self_closing:
            self.push(_Open(namespace, tag.name, _holds_html(namespace, tag)))

    def start_html(self, tag: Tag) -> None:
        name = tag.name
        if name in ("svg", "math"):
            if not tag.self_closing:
                self.push(_Open(name, name, False))
        elif name == "script":
            integrity = bool(tag.attributes.get("integrity"))
            self.keep_script(Script(tag.attributes.get("src"), integrity))
            self.skip_script()
        elif name == "plaintext":
            self.at = len(self.text)
        elif name in TEXT_ELEMENTS or (self.scripting and name == "noscript"):
            self.skip_text(name)
        elif name == "base":
            self.keep_base(tag.attributes)
        elif name == "meta":
            self.keep_meta(tag.attributes)
        elif name not in VOID_ELEMENTS:
            self.push(_Open("html", name))

    def end(self, name: str) -> None:
        if self.in_foreign() and name in ("p", "br"):
            self.leave_foreign()
        for index in reversed(range(len(self.open))):
            if self.open[index].namespace == "html":
                break
            if self.open[index].name == name:
                self.close(index)
                return
        self.end_html(name)

    def end_html(self, name: str) -> None:
        if name == "template" and not self.templates:
            return
        if self.open and self.open[-1] == _SELECT and name not in ("select", "template"):
            return
        for index in reversed(range(len(self.open))):
            each = self.open[index]
            if each == _Open("html", name):
                self.close(index)
                return
            if name != "template" and (each in (_SELECT, _TEMPLATE) or each.is_integration_point()):
                return

    def in_foreign(self) -> bool:
        return bool(self.open) and self.open[-1].namespace != "html"

    def leave_foreign(self) -> None:
        while self.open and not self.open[-1].holds_html:
            self.open.pop()

    def push(self, element: _Open) -> None:
        if len(self.open) < DEEPEST:
            self.open.append(element)
            self.templates += element == _TEMPLATE

    def close(self, index: int) -> None:
        self.templates -= self.open[index:].count(_TEMPLATE)
        del self.open[index:]

    # What counts

    def keep_script(self, script: Script) -> None:
        if not self.templates:
            self.scripts.append(script)

    def keep_base(self, attributes: Attributes) -> None:
        if not self.templates and self.base is None:
            self.base = attributes.get("href")

    def keep_meta(self, attributes: Attributes) -> None:
        if self.templates:
            return
        content = attributes.get("content", "")
        if {"http-equiv", "content"} <= attributes.keys():
            name = trim(attributes["http-equiv"].lower())
            if name == "content-security-policy" and content:
                self.policies.append(content)
        elif content and trim(attributes.get("name", "").lower()) == "referrer":
            self.referrer = content


def _holds_html(namespace: str, tag: Tag) -> bool:
    if (namespace, tag.name) == ("math", "annotation-xml"):
        encoding = tag.attributes.get("encoding", "").lower()
        return encoding in ("text/html", "application/xhtml+xml")
    return tag.name in INTEGRATION_POINTS[namespace]
