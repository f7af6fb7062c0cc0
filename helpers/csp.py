"""Content Security Policy Level 3: what a policy allows, and why.

>>> policy = Policy("default-src 'self'")
>>> verdict = policy.allows("script", "https://evil.test/x.js", page="https://shop.test/")
>>> verdict.allowed, verdict.directive
(False, 'default-src')
>>> print(verdict.why)
default-src, in place of script-src, has no source that matches https://evil.test/x.js.

Section numbers are those of https://www.w3.org/TR/CSP3/. Where Chromium 156 differs from the
specification it is the referee, and a comment that begins with its name says so. It does in what
is read (a host that ends in a dot, sha-256, a path with a query), in what matches (* and ws:, wss:
and https:, 'self' and blob:, IP addresses, ports of an upgrade), in when the policy is asked
(before an upgrade, after it, or both), in what is asked (an <object> is a frame as well, a Worker
is not parser-inserted, frame-ancestors sees origins only, a sandbox comes first), and in which
directive its console names. ``tests/oracle/chromium_csp.py`` asks it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from helpers.csp_kinds import (
    FETCH_DIRECTIVE_FALLBACK_LIST,
    INLINE_KINDS,
    KINDS,
    UPGRADED_KINDS,
    Check,
    Request,
)
from helpers.csp_match import Url, parse_url, upgrade_to_a_potentially_trustworthy_url
from helpers.csp_parse import DirectiveSet, parse_a_serialized_csp_list, source_lists
from helpers.csp_source import Ignored, SourceList

if TYPE_CHECKING:
    from helpers.csp_advice.severity import Advice

# Chromium: for these the console has a warning that names the directive.
REASONS_WARNED_OF = frozenset({"invalid source", "query or fragment"})

Matched = tuple[int, str, str | None]
"""The index of a policy, the directive in force in it, and what in its list matches."""

_SCRIPT_LISTS = FETCH_DIRECTIVE_FALLBACK_LIST["script-src"]

REMEMBERED_LENGTH = 2_000
"""Characters of policies that are read once: each page of a site sends the same."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy says to one request; true where it is allowed.

    directive: the directive in force in the first policy that blocks, or None
    blocked_by: the one directive that Chromium's console names, or None if it names none (eval
        throws instead) or several (two policies block, or a list elsewhere has a bad source)
    policy: the index of the first policy that blocks, or None
    why: one sentence
    """

    allowed: bool
    directive: str | None
    blocked_by: str | None
    policy: int | None
    why: str

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, init=False, repr=False)
class Policy:
    """All policies of a response: one argument per header, in each one policy per comma.

    directive_sets: for each policy its directives, as written, by lower-case name
    ignored: what has no effect, and why
    values: the header values as they were given

    str() gives back what counts, as one header value. No text is an error. What a policy decides
    is what Chromium does with it; the module says where that is not what the specification says.
    """

    directive_sets: tuple[DirectiveSet, ...]
    ignored: tuple[Ignored, ...] = field(compare=False)
    values: tuple[str, ...] = field(compare=False)
    _source_lists: tuple[Mapping[str, SourceList], ...] = field(compare=False)
    _upgrades_insecure_requests: bool = field(compare=False)
    _warned_of: frozenset[str] = field(compare=False)
    _compiles_strings: bool = field(compare=False)

    def __init__(self, *values: str) -> None:
        read = _remembered if sum(map(len, values)) < REMEMBERED_LENGTH else _read
        self.__dict__.update(read(values))

    def __repr__(self) -> str:
        return f"Policy({str(self)!r})"

    def __str__(self) -> str:
        return ", ".join(
            "; ".join(" ".join((name, *value)) for name, value in directives.items())
            for directives in self.directive_sets
        )

    def allows(
        self,
        kind: str,
        url: str | None = None,
        *,
        page: str,
        nonce: str | None = None,
        source: str | None = None,
        integrity: str | None = None,
        parser_inserted: bool = True,
        redirects: int = 0,
        type: str = "",
    ) -> Verdict:
        """Say whether a page with this policy may load, run or do something (section 6).

        kind: what it is, one of KINDS, such as "script", "inline-script" or "frame-ancestors"
        url: what is loaded, after redirects; for "frame-ancestors" the page that embeds this one
        page: the URL of the page, http or https
        nonce, integrity: these attributes of its element
        source: the code of an inline kind, for "javascript-url" without "javascript:"
        parser_inserted: False for a <script> that a script created
        redirects: how many redirects led to the url
        type: this attribute of an <object>: of an image only object-src is asked

        ValueError for an unknown kind and for a URL that is missing or cannot be read.
        """
        checks, reason = self._asked(kind)
        origin = parse_url(page)
        if origin.scheme not in ("http", "https"):
            raise ValueError(f"want the http or https URL of a page, got {page!r}")
        written = origin if kind in INLINE_KINDS else _written(kind, url)
        request = Request(
            kind,
            url,
            written,
            self._upgraded(kind, written, origin, redirects),
            origin,
            nonce,
            source,
            integrity,
            parser_inserted,
            redirects,
            type,
        )
        for check in checks:
            matches = self._matches(check, request)
            if blocking := [matched for matched in matches if matched[2] is None]:
                return self._blocked(check, request, blocking)
            if not check.besides:
                reason = _why_allowed(check, matches)
        return Verdict(True, None, None, None, reason)

    def _asked(self, kind: str) -> tuple[tuple[Check, ...], str]:
        """What decides on a kind, and why it is allowed where none of that governs it."""
        if kind not in KINDS:
            raise ValueError(f"unknown kind {kind!r}, want one of {', '.join(KINDS)}")
        if kind == "eval" and self._compiles_strings:
            sandbox, *_ = KINDS[kind]
            return (sandbox,), "'trusted-types-eval' allows it, and no policy is asked further."
        return KINDS[kind], ""

    def in_force(self, kind: str) -> tuple[tuple[str, tuple[str, ...]] | None, ...]:
        """For each policy the directive that governs a kind, with its value, or None.

        >>> Policy("default-src 'self'; img-src *").in_force("img")
        (('img-src', ('*',)),)
        """
        check = next(check for check in KINDS[kind] if not check.besides)
        return tuple(
            next(((name, value[name]) for name in check.directives if name in value), None)
            for value in self.directive_sets
        )

    def advice(self) -> tuple[Advice, ...]:
        """What is wrong with the policy, worst first: why it matters, and what to write instead.

        >>> [each.kind for each in Policy("script-src 'unsafe-inline'").advice()][0]
        'script-unsafe-inline'
        """
        from helpers.csp_advice import advice  # only who asks for advice loads its tables

        return advice(self)

    def _upgraded(self, kind: str, url: Url, origin: Url, redirects: int) -> Url:
        # Mixed Content, section 4.1: a page at https loads these by https, whatever the policy.
        # Chromium: not after a redirect that starts at an IP address; where it starts is not asked.
        mixed = kind in ("img", "media") and origin.scheme == "https"
        if redirects and kind == "form-action":
            return url  # Chromium: a form is upgraded when it is sent, and not when redirected.
        if self._upgrades_insecure_requests and kind in UPGRADED_KINDS:
            return upgrade_to_a_potentially_trustworthy_url(url, redirects)
        if mixed and (redirects or not url.is_ip_address):
            return upgrade_to_a_potentially_trustworthy_url(url, redirects)
        return url

    def _matches(self, check: Check, request: Request) -> list[Matched]:
        """Policy by policy: its index, the directive in force, what in its list matches."""
        return [
            (index, directive, check.match(request, lists[directive]))
            for index, lists in enumerate(self._source_lists)
            if (directive := next(filter(lists.__contains__, check.directives), None))
        ]

    def _blocked(self, check: Check, request: Request, blocking: list[Matched]) -> Verdict:
        index, directive, _ = blocking[0]
        named = {directive for _, directive, _ in blocking} if check.named else set()
        # Chromium: it warns of sources it cannot read, but not for a document it never shows.
        if request.kind != "frame-ancestors":
            named |= self._warned_of
        why = check.explain(request, self._source_lists[index][directive])
        return Verdict(
            False,
            directive,
            named.pop() if len(named) == 1 else None,
            index,
            f"{check.in_force(directive)} {why}.",
        )


def _read(values: tuple[str, ...]) -> Mapping[str, object]:
    """The fields of the policies that have these values."""
    directive_sets, ignored = parse_a_serialized_csp_list(values)
    lists = tuple(map(source_lists, directive_sets))
    return {
        "directive_sets": directive_sets,
        "ignored": ignored,
        "values": values,
        "_source_lists": lists,
        "_upgrades_insecure_requests": any(
            "upgrade-insecure-requests" in directives for directives in directive_sets
        ),
        "_warned_of": frozenset(
            part.directive for part in ignored if part.reason in REASONS_WARNED_OF
        ),
        "_compiles_strings": _compiles_strings(lists),
    }


def _compiles_strings(policies: Iterable[Mapping[str, SourceList]]) -> bool:
    """Whether eval is spared every question but the sandbox's.

    Chromium: where a policy requires Trusted Types and a script-src has 'trusted-types-eval', be it
    of another policy, it compiles plain strings too. By the specification (section 4.4.1) only a
    TrustedScript, and only where each policy allows it.
    """
    required = granted = False
    for lists in policies:
        if types := lists.get("require-trusted-types-for"):
            required |= "'script'" in types.keywords
        if scripts := next((lists[name] for name in _SCRIPT_LISTS if name in lists), None):
            granted |= "'trusted-types-eval'" in scripts.keywords
    return required and granted


_remembered = lru_cache(maxsize=1024)(_read)


def _written(kind: str, url: str | None) -> Url:
    if url is None:
        raise ValueError(f"kind {kind!r} needs a url")
    written = parse_url(url)
    if kind == "frame-ancestors":
        # Chromium: what is compared is the origin of the embedding page, so the path is "/".
        return Url(written.scheme, written.host, written.port, b"/")
    return written


def _why_allowed(check: Check, matches: list[Matched]) -> str:
    if not matches:
        return f"Nothing governs it: there is no {' or '.join(check.directives)}."
    first, *others = matches
    also = "".join(
        f", and so does {check.in_force(directive)} of policy {index + 1}, thanks to {match}"
        for index, directive, match in others
    )
    return f"{check.in_force(first[1])} allows it, thanks to {first[2]}{also}."
