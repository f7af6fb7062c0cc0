"""The mistakes in a policy: what browsers read in another way than it was meant, or not at all.

TABLE says how much each matters, what browsers make of it, and what to write instead; ``{meant}``
is what was probably meant. ``misread_directives`` and ``misread_sources`` find them.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.csp import Policy
from helpers.csp_advice.misread_directives import misread_directives, misread_values
from helpers.csp_advice.misread_sources import misread_sources
from helpers.csp_advice.severity import Advice, Severity

HIGH, MEDIUM, LOW, NOTE = Severity
DROWNING = ("python-value", "html-tag", "header-name", "report-only-header")
"""What makes all the rest wrong as well, so that it is no use to say how."""

TABLE = {
    "python-value": (
        HIGH,
        "Python has put its own way to print {meant} there, and browsers find no directive in it.",
        "Make one string of it: the directives joined by '; ', the sources of each by spaces.",
    ),
    "html-tag": (
        HIGH,
        'That is an HTML tag, and what is asked for stands in its content="…".',
        "Give that alone. And send a header: in a tag frame-ancestors, sandbox and report-uri do"
        " nothing.",
    ),
    "newline": (
        HIGH,
        "A header is one line. Werkzeug refuses this one with a ValueError.",
        "Join the directives with '; '.",
    ),
    "header-name": (
        HIGH,
        "The name of the header stands in its value, and browsers take it for a directive.",
        "Only the policy itself: {meant}",
    ),
    "report-only-header": (
        HIGH,
        "The name of the header stands in its value. In that header a policy only reports, and"
        " blocks nothing.",
        "Only the policy itself: {meant}",
    ),
    "no-policy": (
        HIGH,
        "There is no directive in it that browsers know, so nothing is forbidden.",
        "Begin with default-src 'self'.",
    ),
    "missing-semicolon": (
        HIGH,
        "It stands inside {directive}, where it is read as the name of a host.",
        "{meant}",
    ),
    "stray-semicolon": (
        HIGH,
        "A semicolon ends a directive, so this is read as the name of another one.",
        "Put spaces between sources: {meant}",
    ),
    "stray-comma": (
        HIGH,
        "A comma ends the policy, so this is read as the first directive of another one.",
        "Put spaces between sources, and no commas.",
    ),
    "colon": (HIGH, "With a colon it is no directive, and browsers skip all of it.", "{meant}"),
    "unknown-directive": (
        HIGH,
        "Browsers know no directive of this name, and skip all of it.",
        "{meant}",
    ),
    "curly-quotes": (HIGH, "Curly quotes are no quotes. Browsers skip all of it.", "{meant}"),
    "not-ascii": (
        HIGH,
        "It has a character that no header may have, and browsers skip all of it.",
        "{meant}",
    ),
    "html-entity": (
        MEDIUM,
        "That is a quote in HTML. In a header its semicolon ends the directive.",
        "Write the quote itself: '",
    ),
    "report-only": (
        MEDIUM,
        "No directive makes a policy report only: this one blocks.",
        "Send it in the header Content-Security-Policy-Report-Only.",
    ),
    "comma": (
        MEDIUM,
        "A comma ends the policy, and this begins another: what one of them forbids is forbidden.",
        "{meant}, and no comma.",
    ),
    "duplicate-directive": (
        MEDIUM,
        "Only the first {directive} counts. Browsers skip this one.",
        "One {directive} with all its sources.",
    ),
    "unquoted-keyword": (
        MEDIUM,
        "Without its quotes it is the name of a host, from which nothing will ever come.",
        "{meant}",
    ),
    "misquoted-keyword": (
        MEDIUM,
        "A keyword has a straight single quote at each end. Browsers skip this one.",
        "{meant}",
    ),
    "unknown-keyword": (MEDIUM, "Browsers know no such keyword, and skip it.", "{meant}"),
    "quoted-source": (
        MEDIUM,
        "Only keywords, nonces and hashes have quotes. Browsers skip this one.",
        "{meant}",
    ),
    "none-with-others": (
        MEDIUM,
        "'none' counts only where it stands alone. Browsers skip it here.",
        "{directive} 'none', or only the others.",
    ),
    "scheme-without-colon": (
        MEDIUM,
        "Without its colon it is the name of a host.",
        "{meant}",
    ),
    "star-in-path": (
        MEDIUM,
        "In a path * is a letter like any other, so this matches no file of yours.",
        "{meant} covers all that is below it.",
    ),
    "wildcard": (
        MEDIUM,
        "* stands for subdomains, at the very front, and for a port. Browsers skip this.",
        "{meant}",
    ),
    "invalid-host": (MEDIUM, "{meant}", "Name the host: https://cdn.example.com."),
    "invalid-nonce": (
        MEDIUM,
        "{meant}",
        "secrets.token_urlsafe(16), filled in for each response.",
    ),
    "hash-length": (
        MEDIUM,
        "{meant}",
        "base64.b64encode(hashlib.sha256(code).digest()).decode()",
    ),
    "invalid-source": (
        MEDIUM,
        "Browsers can read no host, scheme or keyword in it, and skip it.",
        "A host such as https://cdn.example.com, or a keyword in single quotes.",
    ),
    "trusted-types-value": (
        MEDIUM,
        "There is one thing to ask for, 'script', and this is not it.",
        "require-trusted-types-for 'script'",
    ),
    "sandbox-flag": (LOW, "A sandbox has no flag of this name.", "{meant}"),
    "report-to-address": (
        LOW,
        "report-to takes a name, and Reporting-Endpoints says which address that is.",
        'report-to csp, and the header Reporting-Endpoints: csp="{token}".',
    ),
    "query": (
        LOW,
        "Browsers compare hosts and paths, and nothing behind a ? or #.",
        "{meant}",
    ),
    "not-for-frame-ancestors": (
        LOW,
        "frame-ancestors knows hosts, schemes, 'self' and 'none'.",
        "Take it out.",
    ),
    "removed-directive": (LOW, "No browser reads it any more.", "{meant}"),
    "empty-directive": (
        NOTE,
        "Without a source it allows nothing.",
        "If that is meant, say it: {directive} 'none'.",
    ),
}


def advice_on(policy: Policy) -> Iterator[Advice]:
    """The advice on every mistake: in the value as a whole, in directives, in their sources."""
    whole = list(misread_values(policy))
    yield from (_advice(*each) for each in whole)
    if not any(kind in DROWNING for kind, *_ in whole):
        yield from (_advice(*each) for each in misread_directives(policy))
        yield from (_advice(*each) for each in misread_sources(policy))
        if not policy.directive_sets:
            yield _advice("no-policy", "default-src", "", "")


def _advice(kind: str, directive: str, token: str, meant: str) -> Advice:
    severity, why, instead = TABLE[kind]
    names = {"directive": directive, "token": token, "meant": meant}
    return Advice(kind, severity, directive, token, why.format(**names), instead.format(**names))
