"""What each kind of request is checked against: CSP Level 3, sections 4.2.3, 4.4.1 and 6.

KINDS is the table; the functions it names say what in a source list lets a request through. Where
Chromium 156 differs from the specification it is the referee, and a comment that begins with its
name says so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from helpers.csp_match import (
    Url,
    does_integrity_match_source_list,
    does_nonce_match_source_list,
    does_source_list_allow_all_inline_behavior,
    does_source_match_source_list,
    does_url_match_source_list_in_origin_with_redirect_count,
)
from helpers.csp_source import SourceList

FETCH_DIRECTIVE_FALLBACK_LIST = {  # section 6.8.3
    "script-src-elem": ("script-src-elem", "script-src", "default-src"),
    "script-src-attr": ("script-src-attr", "script-src", "default-src"),
    "style-src-elem": ("style-src-elem", "style-src", "default-src"),
    "style-src-attr": ("style-src-attr", "style-src", "default-src"),
    "worker-src": ("worker-src", "child-src", "script-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
    "font-src": ("font-src", "default-src"),
    "img-src": ("img-src", "default-src"),
    "manifest-src": ("manifest-src", "default-src"),
    "media-src": ("media-src", "default-src"),
    "object-src": ("object-src", "default-src"),
    "script-src": ("script-src", "default-src"),
}
# Chromium: a worker is checked before upgrade-insecure-requests changes its URL.
UPGRADED_KINDS = frozenset(
    {"script", "style", "img", "font", "connect", "media", "object", "manifest", "frame"}
    | {"form-action"}
)
INLINE_KINDS = frozenset(
    {"inline-script", "inline-style", "event-handler", "style-attribute", "javascript-url", "eval"}
)
NOT_FETCHED = "its address, which is not fetched"
NO_INLINE = "has neither 'unsafe-inline' nor a nonce or hash that fits"
NO_ATTRIBUTE = "has neither 'unsafe-inline' nor, with 'unsafe-hashes', a hash that fits"
IMAGE_SUFFIXES = (b".apng", b".avif", b".bmp", b".gif", b".jpeg", b".jpg", b".png", b".webp")


class Request(NamedTuple):
    """What a page wants to load, run or do.

    `written` is `address` read, or the page's own URL; `url` is that after an upgrade to https.
    """

    kind: str
    address: str | None
    written: Url
    url: Url
    origin: Url
    nonce: str | None
    source: str | None
    integrity: str | None
    parser_inserted: bool
    redirects: int
    type: str


Match = Callable[[Request, SourceList], str | None]


@dataclass(frozen=True, slots=True)
class Check:
    """What a request must pass in every policy.

    directives: in order of fallback; the first that a policy has is in force
    match: what in its source list lets the request through, or None
    why_not: what to say where nothing does
    named: whether Chromium's console names the directive
    besides: whether it only ever forbids, beside the check that governs the kind
    """

    directives: tuple[str, ...]
    match: Match
    why_not: str = "has no source that matches {}"
    named: bool = True
    besides: bool = False

    def in_force(self, directive: str) -> str:
        """The directive, and which one it stands in for: not the half of one, which few write."""
        base = self.directives[0].removesuffix("-elem").removesuffix("-attr")
        return directive if directive.startswith(base) else f"{directive}, in place of {base},"

    def explain(self, request: Request, source_list: SourceList) -> str:
        """Why the list does not let the request through, as the rest of a sentence."""
        if self.why_not in (NO_INLINE, NO_ATTRIBUTE) and "'unsafe-inline'" in source_list.keywords:
            return "ignores 'unsafe-inline' beside its nonce, hash or 'strict-dynamic'"
        if request.kind == "script" and "'strict-dynamic'" in source_list.keywords:
            return "ignores hosts beside its 'strict-dynamic', and no nonce or hash fits"
        return self.why_not.format(request.address)


def url_match(request: Request, source_list: SourceList) -> str | None:
    """Section 6.7.2.4."""
    return does_url_match_source_list_in_origin_with_redirect_count(
        request.url, source_list, request.origin, request.redirects
    )


def navigation_match(request: Request, source_list: SourceList) -> str | None:
    """The same, by Chromium's matcher for navigations."""
    return does_url_match_source_list_in_origin_with_redirect_count(
        request.url, source_list, request.origin, request.redirects, navigation=True
    )


def frame_match(request: Request, source_list: SourceList) -> str | None:
    """The pre-request check of frame-src (section 6.1.5.1)."""
    # Chromium: about:blank and about:srcdoc are not fetched, so nothing blocks them.
    return NOT_FETCHED if request.url.scheme == "about" else navigation_match(request, source_list)


def asked_twice_match(request: Request, source_list: SourceList) -> str | None:
    """The pre-request checks of connect-src and media-src (sections 6.1.2.1 and 6.1.8.1)."""
    # Chromium: fetch() and a media element ask for the URL as it is written, and what loads it
    # asks once more after the upgrade. A WebSocket asks after the upgrade alone.
    asked_first = request.written.scheme != "ws" and not request.redirects
    if asked_first and not url_match(as_written(request), source_list):
        return None
    return url_match(request, source_list)


def as_written(request: Request) -> Request:
    """The request before an upgrade."""
    upgraded = request.url is not request.written
    return request._replace(url=request.written) if upgraded else request


def object_match(request: Request, source_list: SourceList) -> str | None:
    """The pre-request check of object-src (section 6.1.9.1)."""
    if request.url.scheme == "about":
        return NOT_FETCHED
    if is_image(request):
        return url_match(request, source_list)
    # Chromium: all but an image is checked as its URL is written, and not after a redirect.
    if request.redirects:
        return "the URL it was redirected from"
    return url_match(as_written(request), source_list)


def object_document_match(request: Request, source_list: SourceList) -> str | None:
    """The second check of an <object>; Chromium: unless it shows an image, it is a frame."""
    return "its type" if is_image(request) else frame_match(request, source_list)


def is_image(request: Request) -> bool:
    """Whether an <object> takes what is at the URL for an image before it is there."""
    path = request.url.path.lower()
    if kind := request.type.lower().encode() or path * (request.url.scheme == "data"):
        return kind.startswith(b"image/") and not kind.startswith(b"image/svg")
    return path.endswith(IMAGE_SUFFIXES)


def script_match(request: Request, source_list: SourceList) -> str | None:
    """Section 6.7.1.1."""
    if does_nonce_match_source_list(request.nonce, source_list):
        return "its nonce"
    if does_integrity_match_source_list(request.integrity, source_list):
        return "its integrity"
    if "'strict-dynamic'" in source_list.keywords:
        return None if request.parser_inserted else "'strict-dynamic'"
    return url_match(request, source_list)


def style_match(request: Request, source_list: SourceList) -> str | None:
    """The pre-request check of style-src."""
    if does_nonce_match_source_list(request.nonce, source_list):
        return "its nonce"
    return url_match(request, source_list)


def worker_match(request: Request, source_list: SourceList) -> str | None:
    """The pre-request check of worker-src (section 6.2.2.1)."""
    # Chromium: a new Worker counts as not parser-inserted.
    if "'strict-dynamic'" in source_list.keywords:
        return "'strict-dynamic'"
    return url_match(request, source_list)


def inline_match(request: Request, source_list: SourceList) -> str | None:
    """Section 6.7.3.3, for the types "script" and "style"."""
    if does_source_list_allow_all_inline_behavior(source_list):
        return "'unsafe-inline'"
    if does_nonce_match_source_list(request.nonce, source_list):
        return "its nonce"
    dynamic = request.kind == "inline-script" and "'strict-dynamic'" in source_list.keywords
    if dynamic and not request.parser_inserted:
        return "'strict-dynamic'"
    return "its hash" if hash_match(request, source_list) else None


def attribute_match(request: Request, source_list: SourceList) -> str | None:
    """Section 6.7.3.3, for attributes and navigations: no nonces, hashes with 'unsafe-hashes'."""
    if does_source_list_allow_all_inline_behavior(source_list):
        return "'unsafe-inline'"
    fits = "'unsafe-hashes'" in source_list.keywords and hash_match(request, source_list)
    return "its hash and 'unsafe-hashes'" if fits else None


def hash_match(request: Request, source_list: SourceList) -> bool:
    """Section 6.7.3.3, step 5."""
    source = request.source
    if source and request.parser_inserted:
        # The HTML parser has made every line end a line feed; what a script sets is left as it is.
        source = re.sub("\r\n?", "\n", source)
    return does_source_match_source_list(source, source_list)


_CONTROLS_OR_BLANKS = "".join(map(chr, range(0x21)))


def javascript_url_match(request: Request, source_list: SourceList) -> str | None:
    """Section 4.2.4, step 3."""
    # Chromium: what is hashed is the whole URL, decoded. A URL has no tabs and line ends, and no
    # controls or blanks at its end (URL, section 4.4).
    url = re.sub("[\t\n\r]", "", request.source or "").rstrip(_CONTROLS_OR_BLANKS)
    source = None if request.source is None else "javascript:" + unquote(url)
    return attribute_match(request._replace(source=source), source_list)


def string_compilation_match(_: Request, source_list: SourceList) -> str | None:
    """Section 4.4.1."""
    return "'unsafe-eval'" if "'unsafe-eval'" in source_list.keywords else None


def trusted_types_match(_: Request, source_list: SourceList) -> str | None:
    """Trusted Types: a plain string is no TrustedScript."""
    return None if "'script'" in source_list.keywords else "the lack of 'script'"


def token_match(token: str) -> Match:
    """Section 6.3.2: a sandbox with this token."""
    return lambda _, source_list: token if token in source_list.keywords else None


_LISTS = FETCH_DIRECTIVE_FALLBACK_LIST


def _sandboxed(token: str) -> Check:
    return Check(("sandbox",), token_match(token), f"lacks {token}", named=False, besides=True)


# Chromium: what a sandbox forbids is not even asked of the other directives.
_SANDBOX_SCRIPTS, _SANDBOX_FORMS = map(_sandboxed, ("allow-scripts", "allow-forms"))
_NO_STRINGS = Check(
    ("require-trusted-types-for",),
    trusted_types_match,
    "asks for a TrustedScript",
    named=False,
    besides=True,
)

KINDS: dict[str, tuple[Check, ...]] = {
    "script": (_SANDBOX_SCRIPTS, Check(_LISTS["script-src-elem"], script_match)),
    "style": (Check(_LISTS["style-src-elem"], style_match),),
    "img": (Check(_LISTS["img-src"], url_match),),
    "font": (Check(_LISTS["font-src"], url_match),),
    "connect": (Check(_LISTS["connect-src"], asked_twice_match),),
    "media": (Check(_LISTS["media-src"], asked_twice_match),),
    "object": (
        Check(_LISTS["object-src"], object_match),
        Check(_LISTS["frame-src"], object_document_match, besides=True),
    ),
    "frame": (Check(_LISTS["frame-src"], frame_match),),
    "worker": (_SANDBOX_SCRIPTS, Check(_LISTS["worker-src"], worker_match)),
    "manifest": (Check(_LISTS["manifest-src"], url_match),),
    "form-action": (_SANDBOX_FORMS, Check(("form-action",), navigation_match)),
    "base-uri": (Check(("base-uri",), url_match),),
    "frame-ancestors": (Check(("frame-ancestors",), navigation_match),),
    "inline-script": (
        _SANDBOX_SCRIPTS,
        Check(_LISTS["script-src-elem"], inline_match, NO_INLINE),
    ),
    "inline-style": (Check(_LISTS["style-src-elem"], inline_match, NO_INLINE),),
    "event-handler": (
        _SANDBOX_SCRIPTS,
        Check(_LISTS["script-src-attr"], attribute_match, NO_ATTRIBUTE),
    ),
    "style-attribute": (Check(_LISTS["style-src-attr"], attribute_match, NO_ATTRIBUTE),),
    "javascript-url": (
        _SANDBOX_SCRIPTS,
        Check(_LISTS["script-src-elem"], javascript_url_match, NO_ATTRIBUTE),
        _NO_STRINGS,
    ),
    # Chromium: eval throws an EvalError and writes no line to the console.
    "eval": (
        _SANDBOX_SCRIPTS,
        Check(_LISTS["script-src"], string_compilation_match, "lacks 'unsafe-eval'", named=False),
        _NO_STRINGS,
    ),
}
