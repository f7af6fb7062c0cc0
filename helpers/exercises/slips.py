"""What of a policy does not count as it was meant, and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from helpers.csp import Policy, Verdict
from helpers.csp_parse import KNOWN_DIRECTIVES
from helpers.csp_source import Ignored
from helpers.exchange import Response

_BARE = "self|none|unsafe-(inline|eval|hashes)|strict-dynamic|(nonce|sha(256|384|512))-.*"
_SCHEME = "data|blob|https?|wss?"
_CURLY = "\u2018\u2019\u201c\u201d"


def because(policy: Policy, verdict: Verdict) -> str:
    """Why the policy says so, and what of it does not count as it was meant."""
    note = slip(policy)
    if not (note or verdict):
        note = several(policy)
    return f"{verdict.why} {note}".strip()


def several(policy: Policy) -> str:
    """That each of several policies must allow what one of them refuses; "" of a single one."""
    number = len(policy.directive_sets)
    return (
        f"A comma, or a second header, makes another policy: here are {number}, and each of them "
        "must allow it."
        if number > 1
        else ""
    )


def misnamed(response: Response, *headers: str) -> Iterator[str]:
    """The fields of a response whose names come near to those of these headers."""
    for name, _ in response.headers:
        near = difflib.get_close_matches(name.title(), headers, 1, 0.8)
        if near and name.title() not in headers:
            yield f"{name} is no header that a browser knows: {near[0]} is"


def slip(policy: Policy) -> str:
    """The first thing in a policy that does not count as it was meant, in a sentence, or ""."""
    written = [
        (directive, source)
        for directives in policy.directive_sets
        for directive, value in directives.items()
        for source in value
    ]
    for directive, source in written:
        if source.lower() in KNOWN_DIRECTIVES:
            return f"{source} stands inside {directive}: is a semicolon missing?"
    for ignored in policy.ignored:
        return f"{ignored.text} has no effect: {ignored.why}.{_meant(ignored)}"
    sources = list(dict.fromkeys(source for _, source in written))
    for pattern, lacking in ((_BARE, "quotes"), (_SCHEME, "a colon")):
        if bare := [each for each in sources if re.fullmatch(pattern, each, re.IGNORECASE)]:
            are = "is the name of a host" if len(bare) == 1 else "are names of hosts"
            return f"{' and '.join(bare)} without {lacking} {are}."
    return ""


def _meant(ignored: Ignored) -> str:
    """What to write instead of what is ignored, where one can guess it."""
    if re.search(r"[^{]\{[^{}]+\}", ignored.text):
        return " Nothing has filled in what stands in braces: is an f missing in front of the text?"
    if re.fullmatch(r"""['"].+[.:].+['"]""", ignored.text):
        return " The name of a site stands without quotes."
    if re.match("https?:(?!//)|//", ignored.text):
        return " An address begins with https:// and its host."
    if ignored.reason == "unknown directive":
        return _meant_directive(ignored.directive)
    if re.search(f'[{_CURLY}]|&#|"', ignored.text):
        return " Keywords take plain single quotes, as in 'self'."
    return " One of its two single quotes is missing." if ignored.text.count("'") == 1 else ""


def _meant_directive(written: str) -> str:
    """What to write instead of a directive that is none."""
    if written.startswith(("{", "[")):
        return " It is a Python dict or list as Python prints it: join it into text."
    if written.startswith("("):
        return " It is a Python tuple as Python prints it: a comma behind text makes one."
    if written.startswith(("b'", 'b"')):
        return " These are bytes as Python prints them: send text."
    if written == "none":
        return " What makes the value returns nothing, or 'none' lacks its directive."
    if written.startswith("'"):
        return " It begins with a directive, without a quote."
    if written == "content-security-policy:":
        return " The name of the header does not belong into its value."
    if written.rstrip(":") in KNOWN_DIRECTIVES:
        return " The name of a directive does not end with a colon."
    if written.partition("=")[0] in KNOWN_DIRECTIVES:
        return " A directive and its values stand apart by spaces, without an equals sign."
    if "://" in written:
        return " A semicolon before it has ended the directive."
    near = difflib.get_close_matches(written.replace("_", "-"), KNOWN_DIRECTIVES, 1)
    return f" Did you mean {near[0]}?" if near else ""
