"""Nonces, hashes and keywords in a policy: which are weak, and which have no effect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.csp import Policy
from helpers.csp_advice.rows import (
    EVIL,
    Found,
    all_sources,
    in_force,
    lets_through,
    sources_in_force,
)
from helpers.csp_parse import SOURCE_LIST_DIRECTIVES
from helpers.csp_source import NONCE_SOURCE, parse_hash_source, parse_url_source

NONCE_CHARACTERS = 22
"""Of 128 bits in base64, without padding (CSP Level 3, section 7.1)."""
GUESSABLE_CHARACTERS = 7
"""Of 42 bits: what csp_evaluator calls too short as well."""
BY_HAND = re.compile(
    r"[0-9]*|(.)\1*|.*(nonce|r[a4]nd[o0]m|secret|example|test|abc123|abcdef|123456).*",
    re.IGNORECASE,
)
FALLBACKS = ("https:", "http:")
IDLE = (
    (r"(script|style)-src-(elem|attr)", r"'(unsafe|trusted-types)-eval'", "eval() asks script-src"),
    (r"(script|style)-src-attr", r"'nonce-.*'", "an attribute cannot carry a nonce"),
    (r"style-src.*", r"'(strict-dynamic|.*-eval)'", "it is about scripts"),
    (
        r"(?!script-src|style-src|default-src|frame-ancestors).*",
        r"'(unsafe-.*|strict-dynamic|.*-eval|nonce-.*|sha(256|384|512)-.*)'",
        "it is about code in scripts and styles",
    ),
)
"""Directives, and the sources in them that browsers read and never use."""


def uses_nonces(policy: Policy) -> bool:
    """Whether scripts are told apart by nonces, or by hashes that pass their trust on."""
    return any(
        any(map(NONCE_SOURCE.fullmatch, value))
        or ("'strict-dynamic'" in lowered(value) and any(map(parse_hash_source, value)))
        for _, value in in_force(policy, "script")
    )


def uses_no_nonces(policy: Policy) -> bool:
    """The contrary."""
    return not uses_nonces(policy)


def guessable_nonces(policy: Policy) -> Iterator[Found]:
    """Nonces that can be tried out."""
    return _nonces_of(policy, range(GUESSABLE_CHARACTERS + 1))


def short_nonces(policy: Policy) -> Iterator[Found]:
    """Other nonces of fewer than 128 bits."""
    return _nonces_of(policy, range(GUESSABLE_CHARACTERS + 1, NONCE_CHARACTERS))


def _nonces_of(policy: Policy, lengths: range) -> Iterator[Found]:
    for directive, token, nonce in _nonces(policy):
        if len(nonce) in lengths and not BY_HAND.fullmatch(nonce):
            yield Found(directive, token)


def constant_nonces(policy: Policy) -> Iterator[Found]:
    """Nonces that somebody has written."""
    for directive, token, nonce in _nonces(policy):
        if BY_HAND.fullmatch(nonce):
            yield Found(directive, token)


def constant_script_nonces(policy: Policy) -> Iterator[Found]:
    """Those of scripts."""
    of_scripts = {*sources_in_force(policy, "script")}
    return (each for each in constant_nonces(policy) if (each.directive, each.token) in of_scripts)


def _nonces(policy: Policy) -> Iterator[tuple[str, str, str]]:
    for directive, token in all_sources(policy):
        if nonce := NONCE_SOURCE.fullmatch(token):
            yield directive, token, nonce[1].rstrip("=")


def strict_dynamic_alone(policy: Policy) -> Iterator[Found]:
    """'strict-dynamic' with no nonce or hash whose trust it could pass on."""
    for directive, value in in_force(policy, "script"):
        if "'strict-dynamic'" in lowered(value) and not proofs(value):
            yield Found(directive, "'strict-dynamic'")


def unsafe_hashes(policy: Policy) -> Iterator[Found]:
    """'unsafe-hashes' for scripts."""
    for directive, value in in_force(policy, "event-handler"):
        if "'unsafe-hashes'" in lowered(value):
            yield Found(directive, "'unsafe-hashes'")


def ignored_unsafe_inline(policy: Policy) -> Iterator[Found]:
    """'unsafe-inline' that counts for nothing, beside a nonce or hash, or 'strict-dynamic'."""
    for directive, value, strict in _beside_unsafe_inline(policy):
        if proofs(value) and not strict:
            yield Found(directive, "'unsafe-inline'", "a nonce or hash")
        elif strict and not proofs(value):
            yield Found(directive, "'unsafe-inline'", "'strict-dynamic'", "Take it out.")


def fallback_unsafe_inline(policy: Policy) -> Iterator[Found]:
    """'unsafe-inline' beside a nonce or hash and 'strict-dynamic': Google's strict CSP has it."""
    for directive, value, strict in _beside_unsafe_inline(policy):
        if proofs(value) and strict:
            yield Found(directive, "'unsafe-inline'")


def _beside_unsafe_inline(policy: Policy) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Each list that has it, and whether 'strict-dynamic' counts there."""
    for kind in ("inline-script", "inline-style"):
        for directive, value in in_force(policy, kind):
            if "'unsafe-inline'" in lowered(value):
                strict = "'strict-dynamic'" in lowered(value)
                yield directive, value, strict and not directive.startswith("style")


def ignored_hosts(policy: Policy) -> Iterator[Found]:
    """Hosts and 'self' beside 'strict-dynamic'."""
    return (each for each in _beside_strict_dynamic(policy) if each.token not in FALLBACKS)


def fallbacks(policy: Policy) -> Iterator[Found]:
    """What stands beside 'strict-dynamic' for browsers that do not know it."""
    return (each for each in _beside_strict_dynamic(policy) if each.token in FALLBACKS)


def _beside_strict_dynamic(policy: Policy) -> Iterator[Found]:
    for directive, value in in_force(policy, "script"):
        if "'strict-dynamic'" in lowered(value):
            yield from (Found(directive, token) for token in value if is_address(token))


def object_sources(policy: Policy) -> Iterator[Found]:
    """What object-src lets in, and what any site or data: is let in by where it is missing."""
    for directive, token in sources_in_force(policy, "object"):
        if directive == "object-src" and is_address(token):
            yield Found(directive, token)
    yield from lets_through(("object", EVIL), ("object", "data:text/html,x"))(policy)


def idle_tokens(policy: Policy) -> Iterator[Found]:
    """Keywords, nonces and hashes in directives that have no use for them."""
    for directive, token in all_sources(policy):
        for directives, tokens, why in IDLE if directive in SOURCE_LIST_DIRECTIVES else ():
            if re.fullmatch(directives, directive) and re.fullmatch(tokens, token, re.IGNORECASE):
                yield Found(directive, token, why)
                break


def proofs(value: tuple[str, ...]) -> list[str]:
    """The nonces and hashes of a value."""
    return [token for token in value if NONCE_SOURCE.fullmatch(token) or parse_hash_source(token)]


def is_address(token: str) -> bool:
    """Whether a source is about where a thing is: a host, a scheme, * or 'self'."""
    return token.lower() in ("*", "'self'") or parse_url_source(token) is not None


def lowered(value: tuple[str, ...]) -> frozenset[str]:
    """The sources of a value, for keywords to be found in any case."""
    return frozenset(map(str.lower, value))
