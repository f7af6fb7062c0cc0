"""What an HTML page asks a browser for, and what the page's policies say to each part of it.

The parser is HTML's own (Lexbor's), so broken markup is read as a browser reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from helpers.csp import Policy, Verdict
from helpers.exchange import Response
from helpers.sniffing import JAVASCRIPT, REMEMBERED_SIZE, opens_as_page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

SCRIPT_KINDS = ("script", "inline-script", "event-handler", "javascript-url")
"""The kinds of part that are code."""

_KIND_OF_SRC = {
    "img": "img",
    "image": "img",
    "iframe": "frame",
    "frame": "frame",
    "embed": "object",
    "audio": "media",
    "video": "media",
    "source": "media",
    "track": "media",
    "input": "img",
}
_NOT_ALLOWED_IN_META = ("frame-ancestors", "report-uri", "sandbox")
_SCRIPT_TYPES = ("", "module", "importmap", "speculationrules")
_PRELOADED = {"font": "font", "fetch": "connect", "image": "img"}
"""By what a link to preload has in "as": what is asked for though nothing else in the page is."""

_URL_ATTRIBUTES = ("href", "xlink:href", "src", "action", "formaction", "data")


@dataclass(frozen=True)
class Part:
    """One thing a page loads, runs or does, and whether its policies let it.

    kind: one of ``csp.KINDS``
    url: the absolute address of what it loads, or None where the code stands in the page
    source: that code
    tag: the element's start tag, for a reader to recognise it
    verdict: what the policies say that are in force where it stands
    attributes: the element's, by their lower-case names
    place: how many elements of the page come before it
    """

    kind: str
    url: str | None
    source: str | None
    tag: str
    verdict: Verdict
    attributes: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    place: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return self.tag

    @property
    def is_code(self) -> bool:
        """Whether it is a script of some kind."""
        return self.kind in SCRIPT_KINDS


def parts(response: Response, url: str) -> tuple[Part, ...]:
    """Every part of the page that ``response``, which came from ``url``, opens as; in order.

    HTML, the elements' processing models; Content Security Policy Level 3, section 3.3 for a
    policy in ``<meta>``, which counts for what follows it. A ``<base>`` counts where base-uri
    lets it. What scripts add later, and what stylesheets load, is not seen.
    """
    return _read(response, url)[0]


def _read(response: Response, url: str) -> tuple[tuple[Part, ...], Policy]:
    read = _remembered if response.size < REMEMBERED_SIZE else _read_anew
    return read(response, url)


def _read_anew(response: Response, url: str) -> tuple[tuple[Part, ...], Policy]:
    """The parts of the page, and the policies in force at its end."""
    policies = response.all("Content-Security-Policy")
    if not opens_as_page(response):
        return (), Policy(*policies)
    reading = _Reading(response.text, url, policies)
    return tuple(reading.parts()), reading.policy


_remembered = lru_cache(maxsize=256)(_read_anew)


def blocked(response: Response, url: str) -> tuple[Part, ...]:
    """Those parts of the page that its policies block."""
    return tuple(part for part in parts(response, url) if not part.verdict)


def running_code(response: Response, url: str, containing: str) -> Part | None:
    """The first script of the page that may run and has this text in its code or its address."""
    return next(
        (
            part
            for part in parts(response, url)
            if part.is_code and part.verdict and containing in (part.source or part.url or "")
        ),
        None,
    )


def policy_of(response: Response, url: str) -> Policy:
    """The policies in force at the end of the page: its headers', and those in its ``<meta>``.

    Where ``response``, which came from ``url``, opens as no page, those of its headers.
    """
    if b"<meta" not in response.body.lower():
        return Policy(*response.all("Content-Security-Policy"))
    return _read(response, url)[1]


_NOSCRIPT = re.compile(r"(?is)(<noscript\b[^<>]*>).*?(?=</noscript|\Z)")


class _Reading:
    """One pass over a page: the base address and the policies change on the way."""

    def __init__(self, text: str, url: str, policies: Sequence[str]) -> None:
        self._page = self._base = url
        self._policies = list(policies)
        self.policy = Policy(*self._policies)
        self._text = text
        self._based = False
        self._place = 0

    def parts(self) -> Iterator[Part]:
        from selectolax.lexbor import LexborHTMLParser

        root = LexborHTMLParser(self._text).root
        if root and root.css_first("noscript"):  # read as text where scripts can run, as here
            root = LexborHTMLParser(_NOSCRIPT.sub(r"\1", self._text)).root
        for self._place, node in enumerate(root.traverse(include_text=False) if root else ()):
            had = {name: value or "" for name, value in node.attributes.items()}
            yield from self._of(node, str(node.tag), had)

    def _of(self, node: LexborNode, tag: str, had: dict[str, str]) -> Iterator[Part]:
        if tag == "meta" and had.get("http-equiv", "").lower() == "content-security-policy":
            if node.parent and node.parent.tag == "head":  # HTML, 4.2.5.3: elsewhere it is ignored
                self._add_policy(had.get("content", ""))
        elif tag == "base" and "href" in had and not self._based:
            yield from self._move_base(had["href"], had)
        elif tag == "script":
            yield from self._script(node, had)
        elif tag == "style":
            yield self._part("inline-style", None, node.text(deep=True), tag, had)
        yield from self._loads(tag, had)
        yield from self._attributes(tag, had)
        if tag == "iframe" and "srcdoc" in had and _may_run(had):
            yield from self._inner(had["srcdoc"])

    def _inner(self, html: str) -> Iterator[Part]:
        """The page in a frame: the policies in force count for it (CSP Level 3, section 7.8)."""
        return _Reading(html, self._page, self._policies).parts()

    def _add_policy(self, content: str) -> None:
        for directives in Policy(content).directive_sets:
            kept = [(name, " ".join(v)) for name, v in directives.items()]
            self._policies.append(
                "; ".join(f"{n} {v}" for n, v in kept if n not in _NOT_ALLOWED_IN_META)
            )
        self.policy = Policy(*self._policies)

    def _move_base(self, href: str, had: dict[str, str]) -> Iterator[Part]:
        part = self._part("base-uri", href, None, "base", had)
        self._based = True
        if part.verdict and part.url:
            self._base = part.url
        yield part

    def _script(self, node: LexborNode, had: dict[str, str]) -> Iterator[Part]:
        kind = had.get("type", "").strip().lower()
        if "type" not in had and had.get("language"):
            kind = f"text/{had['language'].lower()}"
        if kind not in _SCRIPT_TYPES and not JAVASCRIPT.fullmatch(kind):
            return  # a data block
        if kind not in _SCRIPT_TYPES[1:] and not _at_once(had):
            return  # waits for an event of old that no browser has
        if "nomodule" in had and kind != "module":
            return  # for browsers of before 2018
        names = ("href", "xlink:href") if _in_a_drawing(node) else ("src",)
        file = next((had[name] for name in names if name in had), None)
        if file is not None:
            yield self._part("script", file, None, "script", had)
        elif source := node.text(deep=True):
            yield self._part("inline-script", None, source, "script", had)

    def _loads(self, tag: str, had: dict[str, str]) -> Iterator[Part]:
        rel = had.get("rel", "").lower().split()
        if tag == "link" and "href" in had and "alternate" not in rel:
            for word, kind in (("stylesheet", "style"), ("manifest", "manifest")):
                if word in rel:
                    yield self._part(kind, had["href"], None, tag, had)
            if "preload" in rel and (early := _PRELOADED.get(had.get("as", "").lower())):
                yield self._part(early, had["href"], None, tag, had)
        elif tag == "object" and had.get("data"):
            yield self._part("object", had["data"], None, tag, had)
        elif tag in _KIND_OF_SRC and had.get("src") and not _is_code(had["src"]):
            yield self._part(_KIND_OF_SRC[tag], had["src"], None, tag, had)
        target = had.get("action") or self._page if tag == "form" else had.get("formaction")
        if target and not _is_code(target):
            yield self._part("form-action", target, None, tag, had)
        if tag == "video" and had.get("poster"):
            yield self._part("img", had["poster"], None, tag, had)

    def _attributes(self, tag: str, had: dict[str, str]) -> Iterator[Part]:
        for name, value in had.items():
            if name.startswith("on"):
                yield self._part("event-handler", None, value, tag, had)
            elif name == "style":
                yield self._part("style-attribute", None, value, tag, had)
            elif name in _URL_ATTRIBUTES and _is_code(value):
                yield self._part("javascript-url", None, value.partition(":")[2], tag, had)

    def _part(
        self, kind: str, url: str | None, source: str | None, tag: str, had: dict[str, str]
    ) -> Part:
        absolute = None if url is None else urljoin(self._base, url.strip())
        shown = " ".join([tag, *(f'{name}="{value}"' for name, value in had.items())])
        shown = f"<{shown}>" if len(shown) < 80 else f"<{shown[:76]}…>"
        try:
            verdict = self.policy.allows(
                kind,
                absolute,
                page=self._page,
                nonce=had.get("nonce"),
                source=source,
                integrity=had.get("integrity"),
            )
        except ValueError as unreadable:
            verdict = Verdict(False, None, None, None, f"{unreadable}.")
        return Part(kind, absolute, source, shown, verdict, had, self._place)


def _at_once(had: Mapping[str, str]) -> bool:
    """Whether a script's "for" and "event" let it run (HTML, "prepare the script element")."""
    if "for" not in had or "event" not in had:
        return True
    of, event = (had[name].strip().lower() for name in ("for", "event"))
    return of == "window" and event in ("onload", "onload()")


def _in_a_drawing(node: LexborNode) -> bool:
    """Whether it is SVG's: there a script names its file in ``href``."""
    above = node.parent
    while above is not None and str(above.tag).lower() not in ("svg", "foreignobject"):
        above = above.parent
    return above is not None and above.tag == "svg"


def _may_run(frame: Mapping[str, str]) -> bool:
    return "allow-scripts" in frame.get("sandbox", "allow-scripts").lower().split()


def _is_code(url: str) -> bool:
    return url.strip().lower().startswith("javascript:")
