"""Which features a page keeps, and whom it may hand them to, by its Permissions-Policy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from helpers.csp_match import host_part_match, parse_url, port_part_match, scheme_part_match
from helpers.csp_source import UrlSource, parse_url_source
from helpers.exchange import Response
from helpers.origin import same_origin


@dataclass(frozen=True)
class Permission:
    """Whether a feature may be used, and what decided it, in a learner's words."""

    allowed: bool
    why: str

    def __bool__(self) -> bool:
        return self.allowed


def may_use(response: Response, url: str, feature: str, origin: str) -> Permission:
    """Whether the page that came from ``url`` lets ``origin`` use a feature such as ``"camera"``.

    ``origin`` is the page's own, or that of a frame whose ``allow`` attribute names the feature;
    a page that has not got the feature itself cannot hand it on (section 9.7).
    Permissions Policy, section 5.2: the header is a structured-field dictionary (RFC 9651), and
    one mistake anywhere voids all of it.
    """
    sent = response.header("Permissions-Policy")
    if sent is None:
        old = "Feature-Policy is the old name" if response.header("Feature-Policy") else "none came"
        return Permission(True, f"no Permissions-Policy forbids it: {old}")
    try:
        listed = parse(sent)
    except ValueError as error:
        return Permission(True, f"the whole header is dropped: {error}")
    if feature not in listed:
        return Permission(True, f"Permissions-Policy says nothing about {feature}")
    members, passed_over = listed[feature]
    said = f"Permissions-Policy says {feature}=({' '.join(members)})"
    if passed_over:
        said += f", as a browser passes over {passed_over[0]}"
    own = _lists(members, url, url)
    if not own and not same_origin(origin, url):
        said += "; self is not in it, and a page hands on only what it has itself"
    return Permission(own and _lists(members, url, origin), said)


def _lists(members: tuple[str, ...], url: str, origin: str) -> bool:
    own = same_origin(url, origin) and not {"self", _QUOTED_SELF}.isdisjoint(members)
    return own or any(_covers(each, origin) for each in members)


_ALL = ("*", '"*"')
_QUOTED_SELF = "\"'self'\""  # Chromium takes it for the word, and "*" for the star

Allowlist = tuple[tuple[str, ...], tuple[str, ...]]
"""Its members as written, origins in double quotes; and what a browser passes over, and why."""


def parse(header: str) -> dict[str, Allowlist]:
    """The allowlists by feature; a ValueError says where the header cannot be read."""
    import http_sf

    try:
        dictionary = http_sf.parse(header.encode(), tltype="dictionary")
    except ValueError as error:
        raise ValueError(_fault(header, getattr(error, "position", None) or 0)) from None
    assert isinstance(dictionary, dict)
    found: dict[str, Any] = dictionary
    return {name: _members(value) for name, (value, _) in found.items()}


_ANY = ".*"
_FAULTS = (
    (".*;.*", r"\(", "features stand between commas, not semicolons"),
    (".*=", ",", "a feature's value is missing: () is nobody"),
    (r"([^()]|\([^()]*\))*", '"', "an origin stands inside the feature's brackets"),
    (r".*\)", "[a-z]", "a comma is missing before the next feature"),
    (
        _ANY,
        r"(?i)permissions-policy\s*:",
        "the name of the header stands in its value as well",
    ),
    (_ANY, "[A-Z]", "features are written in lower case"),
    (_ANY, ",", "inside the brackets stand spaces, no commas"),
    (_ANY, "'", "single quotes mean nothing in it"),
    (_ANY, r"[\r\n]", "it has a line break"),
    (_ANY, r"[=(]", "between a feature and its brackets stands =, without blanks around it"),
)
"""What is often wrong, by what stands before the place where the header cannot be read, and there.

The first that fits is told.
"""


def _fault(header: str, position: int) -> str:
    """Where it cannot be read, and why, in one line."""
    rest = header[position:].strip(" ")
    if not rest:
        comma = header.rstrip().endswith(",")
        return "its last comma is one too many" if comma else "it breaks off at its end"
    behind = header[:position].rstrip()
    fits = (
        why
        for before, begins, why in _FAULTS
        if re.fullmatch(before, behind, re.DOTALL) and re.match(begins, rest)
    )
    why = next(fits, "it cannot be read")
    shown = rest[:24].replace("\n", "\\n").replace("\r", "\\r") + "…" * (len(rest) > 24)
    return f"{why}, at `{shown}`"


def _members(value: Any) -> Allowlist:
    items = [item for item, *_ in value] if isinstance(value, list) else [value]
    written = [f'"{each}"' if isinstance(each, str) else str(each) for each in items]
    others = tuple(_passed_over(each) for each in written if not _counts(each))
    return tuple(filter(_counts, written)), others


def _passed_over(member: str) -> str:
    if member.startswith('"'):
        own = ": the word self stands without quotes" * (member == '"self"')
        return f"{member}, which is no origin{own}"
    reason = "lacks its double quotes" if "://" in member else "means nothing there"
    return f"{member}, which {reason}"


def _counts(member: str) -> bool:
    return member in ("self", _QUOTED_SELF, *_ALL) or _source(member) is not None


def _source(member: str) -> UrlSource | None:
    """A member in quotes: a source expression of CSP that has a scheme; its path is no matter."""
    source = parse_url_source(member[1:-1]) if member.startswith('"') else None
    return source if source and source.scheme else None


def _covers(member: str, origin: str) -> bool:
    if member in _ALL:
        return True
    source, url = _source(member), parse_url(origin)
    if not source:
        return False
    if not source.host:
        return scheme_part_match(source.scheme, url.scheme)
    alike = source.scheme == url.scheme and host_part_match(source.host, url.host)
    return alike and port_part_match(source.port, source.scheme, url)
