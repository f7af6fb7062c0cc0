"""Serialized policies, read into directives and source lists: CSP Level 3, section 2.2.

Where Chromium 156 reads more or less than the specification it is the referee, and a comment that
begins with its name says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from helpers.csp_kinds import FETCH_DIRECTIVE_FALLBACK_LIST
from helpers.csp_source import Ignored, SourceList, parse_source_list, reasons_to_ignore

SOURCE_LIST_DIRECTIVES = frozenset(
    {"base-uri", "form-action", "frame-ancestors", "fenced-frame-src"}.union(
        *FETCH_DIRECTIVE_FALLBACK_LIST.values()
    )
)
# HTML compares the tokens of a sandbox in any case, Trusted Types only as they are written.
TOKEN_DIRECTIVES: dict[str, Callable[[str], str]] = {
    "sandbox": str.lower,
    "require-trusted-types-for": str,
}
OTHER_DIRECTIVES = frozenset(
    {"block-all-mixed-content", "report-to", "report-uri"}
    | {"trusted-types", "upgrade-insecure-requests"}
)
KNOWN_DIRECTIVES = SOURCE_LIST_DIRECTIVES | TOKEN_DIRECTIVES.keys() | OTHER_DIRECTIVES
REMOVED_DIRECTIVES = frozenset(
    {"navigate-to", "plugin-types", "prefetch-src", "referrer", "reflected-xss"}
)
PRINTABLE = re.compile(r"[\t\n\f\r\x20-\x7e]*")
WORD = re.compile(r"[^\t\n\f\r ]+")

DirectiveSet = Mapping[str, tuple[str, ...]]


def parse_a_serialized_csp_list(
    values: Iterable[str],
) -> tuple[tuple[DirectiveSet, ...], tuple[Ignored, ...]]:
    """Section 2.2.2: a policy per comma; one in which nothing counts is left out."""
    parsed = [parse_a_serialized_csp(text) for value in values for text in value.split(",")]
    return (
        tuple(directives for directives, _ in parsed if directives),
        tuple(part for _, ignored in parsed for part in ignored),
    )


def parse_a_serialized_csp(serialized: str) -> tuple[DirectiveSet, list[Ignored]]:
    """Section 2.2.1."""
    directives: dict[str, tuple[str, ...]] = {}
    ignored: list[Ignored] = []
    seen: set[str] = set()
    for token in serialized.split(";"):
        name, *value = WORD.findall(token) or [""]
        if not name:
            continue
        name = name.lower() if name.isascii() else name
        reason = _reason_to_ignore_directive(name, token, seen)
        seen.add(name)
        if reason:
            ignored.append(Ignored(token.strip("\t\n\f\r "), name, reason))
        else:
            directives[name] = tuple(value)
            if name in SOURCE_LIST_DIRECTIVES:
                reasons = reasons_to_ignore(name, directives[name])
                ignored.extend(Ignored(text, name, why) for text, why in reasons)
    return MappingProxyType(directives), ignored


def _reason_to_ignore_directive(name: str, token: str, seen: set[str]) -> str | None:
    if name in REMOVED_DIRECTIVES:
        return "removed directive"
    if name not in KNOWN_DIRECTIVES:
        return "unknown directive"
    if name in seen:
        return "duplicate directive"
    # Chromium: a directive that is not printable ASCII still takes its name.
    return None if PRINTABLE.fullmatch(token) else "unprintable"


def source_lists(directives: DirectiveSet) -> Mapping[str, SourceList]:
    lists = {
        name: parse_source_list(name, value)
        for name, value in directives.items()
        if name in SOURCE_LIST_DIRECTIVES
    }
    for name in TOKEN_DIRECTIVES.keys() & directives.keys():
        tokens = map(TOKEN_DIRECTIVES[name], directives[name])
        lists[name] = SourceList(name, keywords=frozenset(tokens))
    return lists
