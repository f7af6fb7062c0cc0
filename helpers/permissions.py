"""Which features a page keeps, and whom it may hand them to, by its Permissions-Policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from helpers.exchange import Response


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
    said = f"Permissions-Policy says {feature}=({' '.join(sorted(members))})"
    if passed_over:
        said += f", as a browser passes over {passed_over[0]}"
    own = _lists(members, url, url)
    if not own and _origin(origin) != _origin(url):
        said += "; self is not in it, and a page hands on only what it has itself"
    return Permission(own and _lists(members, url, origin), said)


def _lists(members: frozenset[str], url: str, origin: str) -> bool:
    own = "self" in members and _origin(url) == _origin(origin)
    return "*" in members or own or any(_covers(each, origin) for each in members)


Allowlist = tuple[frozenset[str], tuple[str, ...]]
"""Its members, which are ``self``, ``*`` and origins; and what a browser passes over, and why."""


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


def _fault(header: str, position: int) -> str:
    """Where it cannot be read, in one line."""
    rest = header[position:].strip(" ").replace("\n", "\\n").replace("\r", "\\r")
    place = f"from {rest[:24]}{'…' * (len(rest) > 24)} on" if rest else "at its end"
    return f"it cannot be read {place}"


def _members(value: Any) -> Allowlist:
    items = [item for item, *_ in value] if isinstance(value, list) else [value]
    others = tuple(_passed_over(each) for each in items if not _counts(each))
    return frozenset(str(each) for each in items if _counts(each)), others


def _passed_over(item: object) -> str:
    if isinstance(item, str):
        own = ": the word self stands without quotes" * (item == "self")
        return f'"{item}", which is no origin{own}'
    reason = "lacks its double quotes" if "://" in str(item) else "means nothing there"
    return f"{item}, which {reason}"


def _counts(item: object) -> bool:
    if not isinstance(item, str):
        return str(item) in ("self", "*")  # a token
    return urlsplit(item).scheme in ("http", "https") and bool(urlsplit(item).netloc)


def _covers(member: str, origin: str) -> bool:
    if _origin(member) == _origin(origin):
        return True
    scheme, host = urlsplit(member).scheme, urlsplit(member).hostname or ""
    below = urlsplit(origin)
    return (
        host.startswith("*.")
        and scheme == below.scheme
        and bool(below.hostname and below.hostname.endswith(host[1:]))
    )


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
