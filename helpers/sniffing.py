"""What a browser takes a response for: a page that runs scripts, a script, or a file to save."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from helpers.csp import Policy
from helpers.exchange import Response

JAVASCRIPT = re.compile(
    r"(application|text)/(x-)?(java|ecma)script|text/(javascript1\.[0-5]|jscript|livescript)"
)
"""MIME Sniffing, section 4.6, JavaScript MIME type."""

_UNKNOWN = ("", "unknown/unknown", "application/unknown")
_NO_SCRIPT = ("audio/", "image/", "video/", "text/csv")
"""Fetch, "should response to request be blocked due to its MIME type", for scripts."""

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_ESSENCE = re.compile(rf"\s*({_TOKEN}/{_TOKEN})([\s;(]|$)")
"""Chromium: a type ends at a space or a bracket, too."""
_HTML = re.compile(
    rb"[\t\n\f\r ]*(<!--|<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title"
    rb"|b|body|br|p)[ >])",
    re.IGNORECASE,
)
_CHARSET = re.compile(r";\s*charset=[\"']?([\w:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]*charset=[\"']?([\w:-]+)", re.IGNORECASE)
_AS_WINDOWS = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""Encoding, section 4.2: what these labels stand for."""

REMEMBERED_SIZE = 50_000
"""Of a response up to which what was seen of it is kept: many a requirement looks at one page."""

_XML = re.compile(rb"[\t\n\f\r ]*<\?xml")
_STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
}


@dataclass(frozen=True)
class Runs:
    """Whether a script in the response runs, and what decided it, in a learner's words."""

    allowed: bool
    why: str

    def __bool__(self) -> bool:
        return self.allowed


def mime_type(response: Response) -> str:
    """The type the response claims, without parameters, or "" (Fetch, "extract a MIME type").

    Of several the last one counts; what is no type, and ``*/*``, is passed over.
    """
    claimed = (response.header("Content-Type") or "").split(",")
    found = [match[1].lower() for match in map(_ESSENCE.match, claimed) if match]
    return next((each for each in reversed(found) if each != "*/*"), "")


def decoded(response: Response) -> str:
    """The body as a browser reads it (HTML, "determining the character encoding").

    By the charset of its type, or of a ``<meta>``; without one that is known, as windows-1252.
    """
    told = _CHARSET.findall(response.header("Content-Type") or "")
    written = [each.decode() for each in _META.findall(response.body[:1024])]
    for name in (*told[:1], *written[:1]):
        with suppress(LookupError):
            codec = codecs.lookup(name).name
            return response.body.decode(_AS_WINDOWS.get(codec, codec), "replace")
    return response.body.decode("cp1252", "replace")


def nosniff(response: Response) -> bool:
    """Fetch, "determine nosniff": the first value counts, in any case."""
    sent = response.header("X-Content-Type-Options") or ""
    return sent.partition(",")[0].strip(" \t").lower() == "nosniff"


def saved(response: Response) -> bool:
    """Whether a browser saves the response instead of showing it (RFC 6266, section 4.2).

    A disposition it does not know counts as attachment.
    """
    disposition = (response.header("Content-Disposition") or "").partition(";")[0].strip()
    if re.fullmatch(_TOKEN, disposition) and disposition.lower() != "inline":
        return True
    return computed_type(response) == "application/octet-stream"


def computed_type(response: Response) -> str:
    """The type a browser opens the response as (MIME Sniffing, section 7).

    Without a type the first bytes decide; with nosniff such a response is text.
    """
    claimed = mime_type(response)
    if claimed not in _UNKNOWN:
        return claimed
    if nosniff(response):
        return "text/plain"
    if _HTML.match(response.body):
        return "text/html"
    if _XML.match(response.body):
        return "text/xml"
    binary = "application/octet-stream" if b"\0" in response.body else "text/plain"
    return next(
        (kind for start, kind in _STARTS.items() if response.body.startswith(start)), binary
    )


def opens_as_page(response: Response) -> Runs:
    """Whether a browser, sent to the response's address, makes a page of it that could run scripts.

    HTML or XML (MIME Sniffing, section 4.6); some browsers save the rarer kinds of XML instead.
    """
    read = _remembered if response.size < REMEMBERED_SIZE else _opens_as_page
    return read(response)


def _opens_as_page(response: Response) -> Runs:
    kind = computed_type(response)
    if 300 <= response.status < 400 or response.status in (204, 205):
        return Runs(False, f"status {response.status} shows nothing")
    if saved(response):
        return Runs(False, "it is saved, not shown")
    page = kind in ("text/html", "text/xml", "text/xsl", "application/xml") or kind.endswith("+xml")
    if not page:
        return Runs(False, f"{kind} is no page")
    if mime_type(response) in _UNKNOWN:
        return Runs(True, f"{_its_type(response)}, and its first bytes look like {kind}")
    return Runs(True, f"its type is {kind}{_found_in(response)}")


_remembered = lru_cache(maxsize=256)(_opens_as_page)


def _found_in(response: Response) -> str:
    """Where in a Content-Type that holds more than a type it stands, for a sentence."""
    written = response.header("Content-Type") or ""
    if "," in written:
        return ", the last that its Content-Type names"
    ends = re.search(r"[\s(]", written.partition(";")[0].strip())
    return (
        f', as that of "{written}" ends at the {"bracket" if ends[0] == "(" else "space"}'
        if ends
        else ""
    )


def runs_when_opened(response: Response, url: str) -> Runs:
    """Whether a script inside the response runs with the rights of its site when it is opened.

    HTML, sandboxing; Content Security Policy Level 3, script-src.
    """
    page = opens_as_page(response)
    if not page:
        return page
    policy = Policy(*response.all("Content-Security-Policy"))
    for directives in policy.directive_sets:
        tokens = {token.lower() for token in directives.get("sandbox", ())}
        if "sandbox" in directives and not {"allow-scripts", "allow-same-origin"} <= tokens:
            return Runs(False, "its policy puts it in a sandbox")
    elsewhere = policy.allows("script", "https://evil.test/x.js", page=url)
    if elsewhere or any(
        policy.allows(kind, page=url) for kind in ("inline-script", "event-handler")
    ):
        return page
    return Runs(False, "its policy allows no script of its own")


def runs_as_script(response: Response) -> Runs:
    """Whether ``<script src=...>`` runs the response, in a page of the same site."""
    kind = mime_type(response)
    if not 200 <= response.status < 300:
        return Runs(False, f"status {response.status} is an error")
    if JAVASCRIPT.fullmatch(kind):
        return Runs(True, f"its type is {kind}{_found_in(response)}")
    if nosniff(response):
        return Runs(False, f"{_its_type(response)}, and there is nosniff")
    if kind.startswith(_NO_SCRIPT):
        return Runs(False, f"its type is {kind}, which is never a script")
    sent = response.header("X-Content-Type-Options")
    guess = "there is no nosniff" if sent is None else f"X-Content-Type-Options is {sent!r}"
    return Runs(True, f"{_its_type(response)}, and {guess}")


def _its_type(response: Response) -> str:
    if kind := mime_type(response):
        return f"its type is {kind}"
    written = response.header("Content-Type")
    return f'its type is "{written}", which is no type' if written else "its type is missing"
