"""Did you mean: the directive or keyword behind a word that browsers do not know."""

from __future__ import annotations

import re
from difflib import get_close_matches

from helpers.csp_parse import KNOWN_DIRECTIVES
from helpers.csp_source import BASE64_VALUE, KEYWORD_SOURCES

OTHER_NAMES = {
    "allow": "default-src",
    "base-href": "base-uri",
    "css-src": "style-src",
    "fetch-src": "connect-src",
    "form-src": "form-action",
    "iframe-src": "frame-src",
    "image-src": "img-src",
    "images-src": "img-src",
    "javascript-src": "script-src",
    "js-src": "script-src",
    "picture-src": "img-src",
    "report": "report-uri",
    "report-url": "report-uri",
    "stylesheet-src": "style-src",
    "socket-src": "connect-src",
    "video-src": "media-src",
    "audio-src": "media-src",
    "websocket-src": "connect-src",
    "ws-src": "connect-src",
    "wss-src": "connect-src",
    "xhr-src": "connect-src",
}
"""What people write who know what a directive does, and not its name."""
KEYWORDS = sorted(KEYWORD_SOURCES - {"*"} | {"'none'"})
SANDBOX_FLAGS = sorted(  # HTML, "parse a sandboxing directive"
    f"allow-{flag}"
    for flag in (
        *["downloads", "forms", "modals", "orientation-lock", "pointer-lock", "popups"],
        *["popups-to-escape-sandbox", "presentation", "same-origin", "scripts"],
        *["storage-access-by-user-activation", "top-navigation"],
        *["top-navigation-by-user-activation", "top-navigation-to-custom-protocols"],
    )
)
CURLY_QUOTES = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2032\u00b4"
QUOTES = "'\"`" + CURLY_QUOTES
PROOF = re.compile(rf"(?:nonce-|sha(?:256|384|512)-){BASE64_VALUE}", re.IGNORECASE)


def directive_meant(written: str) -> str | None:
    """The directive that a name stands close to, if one does: "scriptSrc" is script-src."""
    name = hyphenated(written.strip(f":=,{QUOTES}"))
    for tried in (name, f"{name}-src", f"{name.rstrip('s')}-src"):
        tried = OTHER_NAMES.get(tried, tried)
        if tried in KNOWN_DIRECTIVES:
            return tried
    return _closest(name, sorted(KNOWN_DIRECTIVES), 0.75)


def flag_meant(written: str) -> str | None:
    """The flag of a sandbox that a word stands close to."""
    return _closest(hyphenated(written), SANDBOX_FLAGS, 0.7)


def keyword_meant(written: str) -> str | None:
    """The keyword, nonce or hash that a word stands for, with its quotes: "self" is 'self'.

    A word without any quote may be the name of a host, so there only the very letters count.
    """
    bare = written.strip(QUOTES + ",;")
    if PROOF.fullmatch(bare):
        return f"'{bare}'"
    name = hyphenated(bare)
    if f"'{name}'" in KEYWORDS:
        return f"'{name}'"
    letters = {keyword.replace("-", ""): keyword for keyword in KEYWORDS}
    if same := letters.get(f"'{name.replace('-', '')}'"):
        return same
    return _closest(f"'{name}'", KEYWORDS, 0.8) if bare != written else None


def hyphenated(name: str) -> str:
    """A name in lower case and with hyphens, from one with underscores or capitals inside."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower().replace("_", "-")


def _closest(written: str, known: list[str], cutoff: float) -> str | None:
    return next(iter(get_close_matches(written, known, 1, cutoff)), None)
