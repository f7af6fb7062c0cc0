"""The sites a case of ``csp --jsonl`` needs: its page, what that asks for, and the page around it.

A query says what a request is for, and CSP does not look at queries: ``case=7`` is the page of
case 7, ``for=7`` what it asks for, ``via=7`` a redirect to that, ``top`` the page around it.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from tests.oracle.csp_cases import Case
from tests.oracle.csp_words import BODIES, GIF, WAV

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TOP = (Path(__file__).parent / "csp_top.html").read_bytes()
HTML = "text/html; charset=utf-8"
ELEMENTS = {
    "script": ("script", "src"),
    "style": ("link", "href"),
    "img": ("img", "src"),
    "media": ("audio", "src"),
    "object": ("object", "data"),
    "frame": ("iframe", "src"),
    "manifest": ("link", "href"),
    "form-action": ("form", "action"),
    "base-uri": ("base", "href"),
    "inline-script": ("script", ""),
    "inline-style": ("style", ""),
    "event-handler": ("button", "onclick"),
    "style-attribute": ("p", "style"),
    "javascript-url": ("a", "href"),
}
"""For each kind that has one its element, and the attribute that holds the URL or the code."""
FIXED = {
    "style": {"rel": "stylesheet"},
    "manifest": {"rel": "manifest"},
    "media": {"preload": "auto"},
    "form-action": {"method": "post"},
}
CONTENTS = {
    "script": ("text/javascript", BODIES[0].encode()),
    "worker": ("text/javascript", b"postMessage(1)"),
    "style": ("text/css", b"p{}"),
    "img": ("image/gif", b64decode(GIF)),
    "media": ("audio/wav", b64decode(WAV)),
    "connect": ("text/plain", b"x"),
    "font": ("font/woff2", b"x"),
    "manifest": ("application/manifest+json", b"{}"),
}
"""What is at the URL of each kind; a document at those of the others."""

Answer = tuple[str, list[tuple[str, str]], bytes]


@dataclass(frozen=True)
class Planned:
    """A case with its number, and the URL that redirects to the case's own, if one does."""

    number: int
    case: Case
    start: str | None = None

    @property
    def page(self) -> str:
        return _marked(self.case.page, f"case={self.number}")

    @property
    def url(self) -> str | None:
        """What is loaded in the end."""
        url = self.case.url
        if url and url.startswith("data:text/html"):
            return f"{url}{self.number}"
        return _marked(url, f"for={self.number}") if url else None

    @property
    def asked(self) -> str | None:
        """What stands in the page."""
        return _marked(self.start, f"via={self.number}") if self.start else self.url


def _marked(url: str, query: str) -> str:
    return url if url.startswith(("data:", "blob:")) else f"{url}?{query}"


@dataclass
class Site:
    """A WSGI application (PEP 3333) that answers under every name.

    arrived: the cases whose URL was asked for
    started: those whose redirect was
    """

    planned: Mapping[int, Planned]
    arrived: set[int] = field(default_factory=set)
    started: set[int] = field(default_factory=set)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        status, headers, body = self._answer(query)
        headers += [("Access-Control-Allow-Origin", "*"), ("Cache-Control", "no-store")]
        start(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, query: Mapping[str, str]) -> Answer:
        if "top" in query:
            return "200 OK", [("Content-Type", HTML)], TOP
        if "arrived" in query:
            there = int(query["arrived"]) in self.arrived
            return "200 OK", [], json.dumps(there).encode()
        for role, answer in {"case": _page, "via": self._redirect, "for": self._resource}.items():
            if role in query:
                return answer(self.planned[int(query[role])])
        return "204 No Content", [], b""

    def _redirect(self, planned: Planned) -> Answer:
        self.started.add(planned.number)
        return "307 Temporary Redirect", [("Location", _latin1(planned.url or ""))], b""

    def _resource(self, planned: Planned) -> Answer:
        self.arrived.add(planned.number)
        kind, body = _content(planned)
        return "200 OK", [("Content-Type", kind)], body


def _latin1(text: str) -> str:
    """A header value as WSGI wants it: the bytes of its UTF-8, each as one character."""
    return text.encode().decode("latin-1")


def _content(planned: Planned) -> tuple[str, bytes]:
    """The type and the bytes of what is at the URL of a case, or in its blob."""
    case = planned.case
    is_image = case.kind == "object" and urlsplit(case.url or "").path.endswith(".png")
    document = HTML, f"<title>{planned.number}</title>".encode()
    return CONTENTS.get("img" if is_image else case.kind, document)


def _page(planned: Planned) -> Answer:
    """The page of a case; what is left to a script, csp_case.js reads in ``data-case``."""
    case = planned.case
    tag, attributes, text = _element(planned)
    later = not case.parser_inserted or (case.url or "").startswith("blob:")
    kind, body = _content(planned)
    told = {
        "kind": case.kind,
        "url": planned.asked,
        "element": {"tag": tag, "attributes": attributes, "text": text},
        "later": bool(tag) and later,
        "blob": {"type": kind, "body": body.decode("latin-1")},
    }
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    element = f"<{tag}{written}>{text}</{tag}>" if tag and not later else ""
    page = f'<!doctype html><html data-case="{escape(json.dumps(told))}">{element}<p id=p>'
    policies = [("Content-Security-Policy", _latin1(policy)) for policy in case.policies]
    return "200 OK", [*policies, ("Content-Type", HTML)], page.encode()


def _element(planned: Planned) -> tuple[str, dict[str, str], str]:
    """The element of a case: its tag, attributes and text."""
    case = planned.case
    tag, attribute = ELEMENTS.get(case.kind, ("", ""))
    attributes = {"id": "it", **FIXED.get(case.kind, {})}
    source = case.source or ""
    if attribute:
        code = f"javascript:{source}" if case.kind == "javascript-url" else source
        attributes[attribute] = planned.asked or code
    if case.nonce is not None:
        attributes["nonce"] = case.nonce
    if case.integrity is not None:
        attributes |= {"integrity": case.integrity, "crossorigin": "anonymous"}
    return tag, attributes, "" if attribute else source
