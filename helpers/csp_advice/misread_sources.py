"""Finds sources that browsers read in another way than they were meant, for ``mistakes``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.csp import Policy
from helpers.csp_advice.misread_directives import HTML_ENTITY, REMOVED, Misread
from helpers.csp_advice.spelling import QUOTES, keyword_meant
from helpers.csp_match import HASH_ALGORITHMS
from helpers.csp_parse import KNOWN_DIRECTIVES, SOURCE_LIST_DIRECTIVES
from helpers.csp_source import parse_hash_source, parse_url_source, reasons_to_ignore

SCHEMES = frozenset({"http", "https", "data", "blob", "ws", "wss", "mediastream", "filesystem"})
TEMPLATE = re.compile(r"[{}<>$%()]")
A_TEMPLATE = "The header did not go through the template: this is the name of a nonce, not one."
NO_NONCE = "A nonce has letters, digits, + / - _, and = at its end. Browsers skip this one."
HOSTS = (
    (r"//.*", "Two slashes alone are no scheme, and browsers skip it."),
    (r"[^/]*//[^/]*@.*|[^/]*@.*", "A source has no user name, and browsers skip it."),
    (r".*\[.*|[0-9a-f:]+::.*", "A policy cannot name an IPv6 address. Browsers skip it."),
    (
        r"([a-z][a-z0-9+.-]*://)?[^/]*_.*",
        "A policy cannot name a host with _ in it. Browsers skip it.",
    ),
)
"""What is no host, and why."""
DANGEROUS = {
    "'unsafe-inline'": "lets injected scripts run",
    "'unsafe-eval'": "makes code of text",
    "'unsafe-hashes'": "lets a listed handler run wherever it is put",
}
"""Keywords that are better left out than mended, and what they do to scripts."""


def misread_sources(policy: Policy) -> Iterator[Misread]:
    """What is wrong with single sources."""
    for directives in policy.directive_sets:
        for directive, value in directives.items():
            if directive in SOURCE_LIST_DIRECTIVES:
                reasons = dict(reasons_to_ignore(directive, value))
                for token in value:
                    yield from _misread(directive, token, reasons.get(token))
                    if TEMPLATE.search(token):
                        break  # what follows is the rest of a template


def _misread(directive: str, token: str, reason: str | None) -> Iterator[Misread]:
    if token.lower().rstrip(":") in KNOWN_DIRECTIVES | REMOVED.keys() or HTML_ENTITY.search(token):
        return  # told already
    if reason == "'none' beside others":
        yield "none-with-others", directive, token, ""
    elif reason == "not for frame-ancestors" and token.startswith("'"):
        yield "not-for-frame-ancestors", directive, token, ""
    elif parse_url_source(token):
        yield from _misread_host(directive, token)
    elif reason:
        yield _unread(directive, token)
    elif digest := parse_hash_source(token):
        yield from _misread_hash(directive, token, *digest)


def _misread_host(directive: str, token: str) -> Iterator[Misread]:
    """What is wrong with a host or scheme that browsers can read."""
    scheme, slashes, rest = token.rpartition("://")
    host, _, path = rest.partition("/")
    if token.lower() in SCHEMES:
        yield "scheme-without-colon", directive, token, f"{token.lower()}:"
    elif not scheme and (meant := keyword_meant(token)):
        yield "unquoted-keyword", directive, token, _keyword_advised(directive, meant)
    elif "*" in path:
        folder = re.sub(r"[^/]*\*.*", "", path)
        yield "star-in-path", directive, token, f"{scheme}{slashes}{host}/{folder}"
    elif re.search("[?#]", token):
        yield "query", directive, token, re.split("[?#]", token)[0]


def _unread(directive: str, token: str) -> Misread:
    """What a source was meant to be that browsers cannot read."""
    inner = token.strip(QUOTES)
    whole = token[:1] == token[-1:] == "'" and len(token) > 1
    meant = keyword_meant(token)
    if meant:
        kind = "misquoted-keyword" if set(token) & set(QUOTES) else "unquoted-keyword"
        advised = _keyword_advised(directive, meant)
        return "unknown-keyword" if whole else kind, directive, token, advised
    if inner.lower().startswith("nonce-"):
        return "invalid-nonce", directive, token, A_TEMPLATE if TEMPLATE.search(token) else NO_NONCE
    if whole and (inner == "*" or re.search("[.:]", inner)) and _is_address(inner):
        return "quoted-source", directive, token, inner
    if whole:
        return "unknown-keyword", directive, token, "Take it out."
    if token.startswith((".", "*")) and _is_address("*." + token.lstrip("*.")):
        return "wildcard", directive, token, "*." + token.lstrip("*.")
    if "*" in token:
        return "wildcard", directive, token, "Name each host, or *.example.com."
    for pattern, why in HOSTS:
        if re.fullmatch(pattern, token, re.IGNORECASE):
            return "invalid-host", directive, token, why
    return "invalid-source", directive, token, ""


def _keyword_advised(directive: str, meant: str) -> str:
    """The keyword, but for one that would open what its mistake has kept shut."""
    if meant in DANGEROUS and directive.startswith(("script-src", "default-src")):
        return f"Take it out. The keyword {meant} {DANGEROUS[meant]}."
    return meant


def _is_address(token: str) -> bool:
    return token == "*" or parse_url_source(token) is not None


def _misread_hash(directive: str, token: str, name: str, digest: bytes) -> Iterator[Misread]:
    """A digest of a length that its algorithm never has."""
    new = HASH_ALGORITHMS.get(name)
    if not new or len(digest) == new().digest_size:
        return
    value = token.strip("'").partition("-")[2]
    hexadecimal = re.fullmatch("[0-9a-fA-F]+", value) and len(value) == 2 * new().digest_size
    why = "These are hex digits" if hexadecimal else "No digest of this kind has that length"
    yield "hash-length", directive, token, f"{why}, so it fits no code."
