"""What of a policy does not count as it was meant, and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from helpers.csp import Policy, Verdict
from helpers.csp_advice.spelling import directive_meant
from helpers.csp_parse import KNOWN_DIRECTIVES
from helpers.csp_source import Ignored
from helpers.exchange import Response
from helpers.exercises.arrivals import SHOP

_BARE = "self|none|unsafe-(inline|eval|hashes)|strict-dynamic|(nonce|sha(256|384|512))-.*"
_SCHEME = "data|blob|https?|wss?"
_GLUED = tuple(each for each in KNOWN_DIRECTIVES if "-" in each)
_CURLY = "\u2018\u2019\u201c\u201d"

CSP = "Content-Security-Policy"
NONE_CAME = f"No {CSP} header came with it"
_OTHER_NAMES = {
    "content-security-policy-report-only": "reports, and blocks nothing",
    "x-content-security-policy": "is an old name that no browser reads",
    "x-webkit-csp": "is an old name that no browser reads",
}
_EMPTY = (
    "Of two hooks the one added last runs first: was there a policy yet for yours to change? And "
    "setdefault leaves an empty one as it is."
)
_FILTER = "X-XSS-Protection steers a filter that is gone from browsers"
_SHOWS = "says what the page may show in frames"


def because(policy: Policy, verdict: Verdict, response: Response | None = None) -> str:
    """Why the policy says so, and what of it does not count as it was meant.

    ``response`` is the one that it came with, or should have.
    """
    if response and not (policy.directive_sets or policy.ignored):
        return none_sent(response)
    lacks_it = "there is no frame-ancestors" in verdict.why
    stray = in_meta(response) if response and lacks_it else ""
    note = slip(policy, verdict.why) or stray or beside(policy, verdict)
    if not (note or verdict):
        note = several(policy)
    return f"{verdict.why} {note}".strip()


def none_sent(response: Response) -> str:
    """That a response has no policy, and what it has instead."""
    if other := another_name(response):
        return other
    if response.header(CSP) is not None:
        return f"{CSP} came empty. {_EMPTY}"
    if re.search(rf"<meta\b[^<>]*{CSP}", response.text, re.IGNORECASE):
        return (
            "The policy stands in a <meta> outside the page's head, where a browser ignores it: "
            "send it as a header."
        )
    filtered = (response.header("X-XSS-Protection") or "").strip().startswith("1")
    return "; ".join([NONE_CAME, *misnamed(response, CSP), *[_FILTER] * filtered]) + "."


def another_name(response: Response) -> str:
    """The field that a response has in place of a policy, and what it does, or ""."""
    for field, _ in response.headers:
        if what := _OTHER_NAMES.get(field.lower()):
            return f"{field} {what}."
    return ""


def in_meta(response: Response) -> str:
    """That what should keep a page out of frames stands where browsers ignore it, or "".

    CSP Level 3, section 3.3, and HTML, "the X-Frame-Options header".
    """
    tag = r"<meta\b[^<>]*(frame-ancestors|x-frame-options)"
    found = re.search(tag, response.text, re.IGNORECASE)
    return f"In a <meta> tag {found[1]} does not count: send it in a header." if found else ""


def beside(policy: Policy, verdict: Verdict) -> str:
    """What another directive, which may be taken for the one that decides, has to do with it."""
    there = {name for directives in policy.directive_sets for name in directives}
    lacking = re.search("there is no (base-uri|form-action|frame-ancestors)", verdict.why)
    if lacking and lacking[1] == "frame-ancestors" and "frame-src" in there:
        return f"frame-src {_SHOWS}, frame-ancestors who may show the page."
    if lacking and "default-src" in there:
        return "default-src does not stand in for it."
    host = re.search(r"frame-src, has no source that matches \w+://([^/:]+)", verdict.why)
    embedders = [each.get("frame-ancestors", ()) for each in policy.directive_sets]
    if host and any(host[1] in source for sources in embedders for source in sources):
        return f"frame-ancestors says who may show the page; frame-src {_SHOWS}."
    part = re.match("((?:script|style)-src)-(elem|attr) ", verdict.why)
    replaced = [name for name in (part[1], "default-src") if name in there] if part else []
    if part and replaced:
        of_what = {"elem": "elements", "attr": "attributes"}[part[2]]
        return f"For {of_what}, {part[0].strip()} replaces {replaced[0]}."
    return _not_taken_over(policy, verdict)


def _not_taken_over(policy: Policy, verdict: Verdict) -> str:
    """That a directive takes nothing from default-src, where that would have let it in."""
    refused = re.match(r"(\w+)-src has no source that matches (\S+)\.$", verdict.why)
    if verdict.policy is None or not refused:
        return ""
    kind, url = refused.groups()
    for source in policy.directive_sets[verdict.policy].get("default-src", ()):
        if Policy(f"default-src {source}").allows(kind, url, page=SHOP):
            return f"{kind}-src replaces default-src, and does not take {source} from it."
    return ""


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


def slip(policy: Policy, why: str = "") -> str:
    """The first thing in a policy that does not count as it was meant, in a sentence, or "".

    What is ignored of a directive that a verdict's ``why`` names comes before all that is ignored.
    """
    written = [
        (directive, source)
        for directives in policy.directive_sets
        for directive, value in directives.items()
        for source in value
    ]
    for directive, source in written:
        if source.lower() in KNOWN_DIRECTIVES:
            return f"{source} stands inside {directive}: is a semicolon missing?"
        if glued := next((each for each in _GLUED if source.lower().endswith(each)), None):
            return f"{source} stands inside {directive}: is a semicolon missing before {glued}?"
    for ignored in sorted(policy.ignored, key=lambda each: each.directive not in why.split()):
        return f"{ignored.text} has no effect: {ignored.why}.{_meant(ignored)}"
    sources = list(dict.fromkeys(source for _, source in written))
    for pattern, lacking in ((_BARE, "quotes"), (_SCHEME, "a colon")):
        if bare := [each for each in sources if re.fullmatch(pattern, each, re.IGNORECASE)]:
            are = "is the name of a host" if len(bare) == 1 else "are names of hosts"
            return f"{' and '.join(bare)} without {lacking} {are}."
    return ""


def _meant(ignored: Ignored) -> str:
    """What to write instead of what is ignored, where one can guess it."""
    quoted = re.match(r"""(["'])([\w-]+)""", ignored.text)
    if quoted and quoted[2].lower() in KNOWN_DIRECTIVES:
        return " Neither a directive nor the whole policy stands in quotes."
    if re.fullmatch("'[a-z]+:'", ignored.text):
        return " A scheme stands without quotes."
    if scheme := re.match("(data|blob):.", ignored.text):
        return f" A scheme stands alone: {scheme[1]}:"
    if ignored.text.startswith("["):
        return " Square brackets are Python's, and no part of a policy."
    if re.search(r"[^{]\{[^{}]+\}", ignored.text):
        return " Nothing has filled in what stands in braces: is an f missing in front of the text?"
    if re.fullmatch(r"""['"].+[.:].+['"]""", ignored.text):
        return " The name of a site stands without quotes."
    if re.match("https?:(?!//)|//", ignored.text):
        return " An address begins with https:// and its host."
    if re.fullmatch("(nonce|sha(256|384|512))-.*", ignored.text, re.IGNORECASE):
        return " A nonce or hash stands in single quotes, as in 'nonce-…'."
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
        return " It lacks its directive: is there none, or has a comma or a semicolon ended it?"
    if written == "content-security-policy:":
        return " The name of the header does not belong in its value."
    if written.rstrip(":") in KNOWN_DIRECTIVES:
        return " The name of a directive does not end with a colon."
    if written.partition("=")[0] in KNOWN_DIRECTIVES:
        return " A directive and its values stand apart by spaces, without an equals sign."
    if "://" in written:
        return " A semicolon before it has ended the directive."
    near = directive_meant(written)
    return f" Did you mean {near}?" if near else ""
