"""Finds what browsers read in another way than it was meant, for ``mistakes``.

Each function gives the kind of mistake, the directive, the word, and what was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from helpers.csp import Policy
from helpers.csp_advice.spelling import (
    CURLY_QUOTES,
    SANDBOX_FLAGS,
    directive_meant,
    flag_meant,
    hyphenated,
)
from helpers.csp_match import parse_host
from helpers.csp_parse import KNOWN_DIRECTIVES, SOURCE_LIST_DIRECTIVES, WORD
from helpers.csp_source import Ignored

Misread = tuple[str, str, str, str]

PYTHON_VALUE = re.compile(r"\s*([\[{(<])")
PYTHON_TYPES = {"[": "a list", "{": "a dict", "(": "a tuple", "<": "an object"}
HTML_TAG = re.compile(r"\s*<meta\b", re.IGNORECASE)
HEADER_NAME = re.compile(  # as it is sent, or set in nginx or Apache
    r"""\s*(?:add_header\s+|header\s+(?:always\s+)?set\s+)?["']?
    (?:x-)?(?:content-security-policy(-report-only)?|webkit-csp)["']?(?::|\s|$)\s*""",
    re.IGNORECASE | re.VERBOSE,
)
HTML_ENTITY = re.compile(r"&(#0*39|#x0*27|apos|#0*34|#x0*22|quot)\b;?", re.IGNORECASE)
SOURCE = re.compile(r"'.*|\*.*|[a-z][a-z0-9+.-]*:|.*[.:/].+", re.IGNORECASE)

REMOVED = {
    "block-all-mixed-content": "Take it out: mixed content is blocked or upgraded anyway.",
    "disown-opener": "Send Cross-Origin-Opener-Policy: same-origin.",
    "navigate-to": "Take it out. Nothing has come in its place.",
    "plugin-types": "object-src 'none'",
    "prefetch-src": "Take it out: default-src says what may be prefetched.",
    "referrer": "Send Referrer-Policy: strict-origin-when-cross-origin.",
    "reflected-xss": "Take it out. No browser has such a filter any more.",
    "require-sri-for": "Send Integrity-Policy: blocked-destinations=(script).",
}
"""What to do instead of a directive that was once one."""
HEADERS = frozenset(
    {"permissions-policy", "referrer-policy", "strict-transport-security"}
    | {"x-content-type-options", "x-frame-options", "x-xss-protection"}
)


def misread_values(policy: Policy) -> Iterator[Misread]:
    """What is wrong with a header value as a whole."""
    for value in policy.values:
        if HTML_TAG.match(value):
            yield "html-tag", "", value.split()[0], ""
        elif python := PYTHON_VALUE.match(value):
            yield "python-value", "", value[:20], PYTHON_TYPES[python[1]]
        elif name := HEADER_NAME.match(value):
            kind = "report-only-header" if name[1] else "header-name"
            rest = _unquoted(value[name.end() :]).strip()
            yield kind, "", name[0].strip(), rest or "default-src 'self', say"
        if re.search("[\r\n]", value.strip()):
            yield "newline", "", "", ""
        if entity := HTML_ENTITY.search(value):
            yield "html-entity", "", entity[0], ""
        for first in _after_commas(value):
            if first.lower() in KNOWN_DIRECTIVES:
                yield "comma", "", f", {first}", _instead_of_comma(policy, first.lower())
            elif is_a_source(first):
                yield "stray-comma", "", f", {first}", ""


def _unquoted(value: str) -> str:
    """What stands between double quotes, where a value begins with one."""
    return value.split('"')[1] if value.startswith('"') else value


def _after_commas(value: str) -> list[str]:
    """The first word of each policy of a value but the first."""
    parts = [WORD.findall(part.partition(";")[0]) for part in value.split(",")[1:]]
    return [words[0] for words in parts if words]


def _instead_of_comma(policy: Policy, directive: str) -> str:
    twice = sum(directive in directives for directives in policy.directive_sets) > 1
    return f"One {directive} with all its sources" if twice else "Write ; before it"


def is_a_source(word: str) -> bool:
    """Whether a word that stands for a directive is one that belongs into its value."""
    return bool(SOURCE.fullmatch(word)) and not directive_meant(word)


def misread_directives(policy: Policy) -> Iterator[Misread]:
    """What is wrong with directives, of those that count for nothing and of the others."""
    told = {first for value in policy.values for first in _after_commas(value)}
    entities = any(map(HTML_ENTITY.search, policy.values))
    for part in policy.ignored:
        name, *value = WORD.findall(part.text)
        if part.directive in REMOVED and part.reason in ("unknown directive", "removed directive"):
            yield "removed-directive", part.directive, "", REMOVED[part.directive]
        elif part.reason == "unknown directive" and name not in told and not entities:
            yield _unknown(name, value)
        elif part.reason == "duplicate directive":
            yield "duplicate-directive", part.directive, "", ""
        elif part.reason == "unprintable":
            yield _not_ascii(part)
    for directives in policy.directive_sets:
        for directive, sources in directives.items():
            yield from _read_directive(directive, sources)


def _unknown(name: str, value: list[str]) -> Misread:
    written = " ".join((name, *value))
    if hyphenated(name.strip(":=")) == "report-only":
        return "report-only", name.lower(), "", ""
    if is_a_source(name):
        return "stray-semicolon", name.lower(), "", f"\u2026 {written}"
    meant = directive_meant(name)
    said = " ".join((meant, *value)) if meant else "Look its name up, or take it out."
    if name.lower() in HEADERS:
        said = f"Send it as a header of its own: {name}: {' '.join(value)}"
    return "colon" if name.endswith(":") else "unknown-directive", name.lower(), "", said


def _not_ascii(part: Ignored) -> Misread:
    curly = any(quote in part.text for quote in CURLY_QUOTES)
    straight = re.sub(f"[{CURLY_QUOTES}]", "'", part.text)
    name, *value = (word if word.isascii() else _in_ascii(word) for word in WORD.findall(straight))
    kind = "curly-quotes" if curly else "not-ascii"
    return kind, part.directive, "", " ".join((name, *value))


def _in_ascii(word: str) -> str:
    """A source as a header may have it: the host in Punycode, the path percent-encoded."""
    scheme, slashes, rest = word.rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{parse_host(host)}{slash}{quote(path, safe='/%')}"


def _read_directive(name: str, value: tuple[str, ...]) -> Iterator[Misread]:
    if name == "block-all-mixed-content":
        yield "removed-directive", name, "", REMOVED[name]
    if name in SOURCE_LIST_DIRECTIVES and not value:
        yield "empty-directive", name, "", ""
    for token in value:
        if token.lower().rstrip(":") in KNOWN_DIRECTIVES | REMOVED.keys():
            yield "missing-semicolon", name, token, _with_semicolons(name, value)
        elif name == "sandbox" and token.lower() not in SANDBOX_FLAGS:
            yield "sandbox-flag", name, token, flag_meant(token) or "Take it out."
        elif name == "require-trusted-types-for" and token != "'script'":
            yield "trusted-types-value", name, token, ""
        elif name == "report-to" and re.search("[/:]", token):
            yield "report-to-address", name, token, ""


def _with_semicolons(name: str, value: tuple[str, ...]) -> str:
    written = name
    for token in value:
        bare = token.lower().rstrip(":")
        written += f"; {bare}" if bare in KNOWN_DIRECTIVES | REMOVED.keys() else f" {token}"
    return written
