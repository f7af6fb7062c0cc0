"""A site's policy as Mozilla's HTTP Observatory reads it, which is not as browsers do.

It puts all policies of a page together into one, then looks for what is unsafe. It compares sources
as text, and takes a directive that stands twice for an error. What a policy allows in a browser
is ``helpers.csp``'s to say; here the Observatory's verdict is the reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from helpers.observatory_results import RESULTS
from helpers.observatory_site import Site, value
from helpers.observatory_text import collation_key, decode_uri_component, trim, words

SHORTEST = 6
"""Characters: a policy with fewer is no policy."""

HEADER_ONLY = ("frame-ancestors", "report-uri", "sandbox")
"""Directives without effect in a meta element (CSP Level 3, section 3.3)."""

MAY_STAND_TWICE = frozenset({"report-uri", "report-to"})

BROAD = frozenset(
    {"*", "ftp:", "http:", "https:"} | {"http://*", "http://*.*", "https://*", "https://*.*"}
)
BROAD_OR_INLINE = BROAD | {"'unsafe-inline'", "data:"}
INSECURE = ("http:", "ftp:")
NONCE_OR_HASH = ("'nonce-", "'sha256-", "'sha384-", "'sha512-")
PASSIVE = ("img-src", "media-src")

Directives = dict[str, set[str]]


class InvalidPolicy(ValueError):
    """The Observatory cannot read the policy."""


@dataclass
class _Source:
    text: str
    policy: int
    kept: bool


@dataclass(frozen=True)
class Merged:
    """All policies of a page in one: each directive's sources, in lower case.

    twice: whether a directive stands twice that may
    """

    directives: Directives
    twice: bool = False


def merge(policies: Sequence[str]) -> Merged:
    """Put policies together: what the first allows stays where the others name it too.

    Raises ``InvalidPolicy`` where one is too short, or names a directive twice.
    """
    texts = [trim(policy.replace("\r", "").replace("\n", "")) for policy in policies]
    if any(len(text) < SHORTEST for text in texts):
        raise InvalidPolicy("too short")
    kept: dict[str, list[_Source]] = {}
    twice = False
    for index, text in enumerate(texts):
        seen: set[str] = set()
        for name, values in _directives(text):
            if name in seen and name not in MAY_STAND_TWICE:
                raise InvalidPolicy(f"{name} stands twice")
            twice |= name in seen
            seen.add(name)
            new = [_Source(value, index, index == 0) for value in values]
            kept[name] = _reconciled([*(kept.get(name, []) if index else []), *new])
            if index == 0 and len(texts) > 1:
                for source in kept[name]:  # from here on, it must be named again to stay
                    source.kept = False
    return Merged({name: _texts(sources) for name, sources in kept.items()}, twice)


def _directives(policy: str) -> Iterable[tuple[str, list[str]]]:
    for part in policy.split(";"):
        name, *values = words(part)
        if name:
            nothing = ["'none'"] if name.lower().endswith("-src") else []
            yield name.lower(), [value.lower() for value in values] or nothing


def _reconciled(sources: list[_Source]) -> list[_Source]:
    """Those that stay. Each is compared with one alone: the one before it in the alphabet."""
    sources.sort(key=lambda source: collation_key(source.text))
    for before, source in pairwise(sources):
        if source.policy != before.policy:
            source.kept |= _path_part_matches(before.text, source.text)
        elif source.text.startswith(before.text):
            source.kept = False
    return [source for source in sources if source.kept]


def _path_part_matches(wider: str, narrower: str) -> bool:
    """CSP Level 3, section 6.7.2.12, which the Observatory applies to whole sources."""
    pieces, others = wider.split("/"), narrower.split("/")
    if wider.endswith("/"):
        if len(pieces) > len(others):
            return False
        pieces.pop()
    elif len(pieces) != len(others):
        return False
    try:
        return all(
            decode_uri_component(piece) == decode_uri_component(other)
            for piece, other in zip(pieces, others, strict=False)
        )
    except ValueError:
        raise InvalidPolicy("percent signs that encode nothing") from None


def _texts(sources: list[_Source]) -> set[str]:
    return {source.text for source in sources} or {"'none'"}


@dataclass(frozen=True)
class Reading:
    """What the Observatory makes of a site's policies: its result, and what was in force.

    directives: empty where there is no policy, or none that can be read
    """

    code: str
    directives: Directives


def read(site: Site) -> Reading:
    """The result of the test "content-security-policy", and the directives it looked at."""
    header = value(site.page, "Content-Security-Policy")
    sent, in_page = [] if header is None else [header], site.markup.policies
    try:
        merged = merge([*sent, *in_page])
    except InvalidPolicy:
        return Reading("csp-header-invalid", {})
    if not _merged_or_nothing(sent) and not _in_meta(in_page):
        reported = value(site.page, "Content-Security-Policy-Report-Only")
        reporting = "-but-reporting-enabled" if reported else ""
        return Reading(f"csp-not-implemented{reporting}", {})
    code = _judge(merged.directives, https=site.is_https)
    if merged.twice and RESULTS[code].passed:
        code = "csp-implemented-but-duplicate-directives"
    return Reading(code, merged.directives)


def _merged_or_nothing(policies: Sequence[str]) -> Directives:
    try:
        return merge(policies).directives
    except InvalidPolicy:
        return {}


def _in_meta(policies: Sequence[str]) -> set[str]:
    return _merged_or_nothing(policies).keys() - set(HEADER_ONLY)


def _judge(directives: Directives, https: bool) -> str:
    """The first thing that is wrong, in the Observatory's order of looking.

    What is taken out of a list here is taken out of default-src where that stands in for it.
    """
    default = directives.get("default-src", {"*"})
    scripts, styles, objects = (
        directives.get(name, default) for name in ("script-src", "style-src", "object-src")
    )
    for sources in (scripts, styles):
        if _has_nonce_or_hash(sources):
            sources.discard("'unsafe-inline'")
    if "'strict-dynamic'" in scripts:
        if not _has_nonce_or_hash(scripts):
            return "csp-header-invalid"
        scripts -= {source for source in scripts if _is_ignored_beside_strict_dynamic(source)}
    if scripts & BROAD_OR_INLINE or objects & BROAD:
        return "csp-implemented-with-unsafe-inline"
    passive = [directives.get(name, directives.get("default-src", set())) for name in PASSIVE]
    active = [
        sources for name, sources in directives.items() if name not in (*PASSIVE, "script-src")
    ]
    if https and _has_insecure([*active, scripts]):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in scripts | styles:
        return "csp-implemented-with-unsafe-eval"
    if https and _has_insecure(passive):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only"
    if styles & BROAD_OR_INLINE:
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    nothing = directives.get("default-src") == {"'none'"}
    return f"csp-implemented-with-no-unsafe{'-default-src-none' if nothing else ''}"


def _has_nonce_or_hash(sources: set[str]) -> bool:
    return any(source.startswith(NONCE_OR_HASH) for source in sources)


def _is_ignored_beside_strict_dynamic(source: str) -> bool:
    return source in ("'self'", "'unsafe-inline'") or source.startswith(tuple(BROAD))


def _has_insecure(lists: Iterable[set[str]]) -> bool:
    return any(source.startswith(INSECURE) for sources in lists for source in sources)
