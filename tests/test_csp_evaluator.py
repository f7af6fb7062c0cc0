"""Our advice against the findings of Google's csp_evaluator, on 193 policies such as sites send.

What it finds we must say too, about the same directive and the same word, and the other way
round. Where that is not so, EXCEPT and MORE say why.
"""

from __future__ import annotations

from helpers.csp import Policy
from helpers.csp_advice import Advice
from tests.oracle.csp_evaluator import Finding, findings

NONCE = "'nonce-9f8SbKq2vXw1LrTz0pYc7A=='"
OURS = {
    "MISSING_SEMICOLON": {"missing-semicolon"},
    "UNKNOWN_DIRECTIVE": {"unknown-directive", "colon"},
    "INVALID_KEYWORD": {"unquoted-keyword", "unknown-keyword", "quoted-source", "invalid-nonce"},
    "NONCE_CHARSET": {"invalid-nonce"},
    "MISSING_DIRECTIVES": {"no-script-src", "no-object-src", "no-base-uri"},
    "SCRIPT_UNSAFE_INLINE": {"script-unsafe-inline"},
    "SCRIPT_UNSAFE_EVAL": {"script-unsafe-eval"},
    "PLAIN_URL_SCHEMES": {"script-any-site", "script-data", "open-object-src", "open-base-uri"},
    "PLAIN_WILDCARD": {"script-any-site", "open-object-src", "open-base-uri", "open-to-any-site"},
    "SCRIPT_ALLOWLIST_BYPASS": {
        *("script-jsonp", "script-angular", "script-anybodys-host"),
        *("script-host", "wildcard-host", "path", "script-self"),
    },
    "OBJECT_ALLOWLIST_BYPASS": {"open-object-src"},
    "NONCE_LENGTH": {"short-nonce", "constant-nonce", "invalid-nonce"},
    "IP_SOURCE": {"ip-source"},
    "DEPRECATED_DIRECTIVE": {"removed-directive"},
    "SRC_HTTP": {"http-source"},
    "SCRIPT_UNSAFE_HASHES": {"script-unsafe-hashes"},
    "STRICT_DYNAMIC": {
        *("host-list", "script-any-site", "script-data", "script-blob"),
        *("unquoted-keyword", "missing-semicolon"),  # what it takes for hosts
    },
    "STRICT_DYNAMIC_NOT_STANDALONE": {"strict-dynamic-alone"},
    "UNSAFE_INLINE_FALLBACK": {"old-browsers-and-nonces"},
    "ALLOWLIST_FALLBACK": {"old-browsers-and-strict-dynamic"},
    "IGNORED": {"ignored-unsafe-inline", "ignored-host", "fallback"},
    "REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS": {"no-trusted-types"},
    "REPORTING_DESTINATION_MISSING": {"no-reports"},
    "REPORT_TO_ONLY": {"report-to-only"},
}
"""For each type of finding our kinds of advice that say it."""


EXCEPT = {
    "default-src 'self'; script-src-elem 'self' 'unsafe-inline'; script-src 'self'": (
        "SCRIPT_ALLOWLIST_BYPASS",  # of script-src, which script-src-elem replaces
    ),
    f"default-src 'self'; script-src-elem 'self' {NONCE}; script-src-attr 'none'": (
        "SCRIPT_ALLOWLIST_BYPASS",  # of default-src, which script-src-elem replaces
    ),
    # Where no script runs, Trusted Types have nothing to do.
    "sandbox": ("MISSING_DIRECTIVES", "REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS"),
    "default-src 'none'": ("REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS",),
    "default-src 'none'; frame-ancestors 'none'": ("REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS",),
    "script-src 'none'": ("REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS",),
    "default-src 'self'; reflected-xss block": ("INVALID_KEYWORD",),  # we speak of the directive
}
"""Policies of which csp_evaluator says what is not so, or what we say in another way."""


MORE = {
    "no-base-uri",  # without nonces too: OWASP, MDN and Helmet all set it (headers-2026.md, 0)
    "open-to-any-site",  # of what is no script either
    "removed-directive",  # all that CSP3 has removed, not four of them
    "ip-source",  # localhost too
    "script-self",  # it takes 'none' beside others for none
    "constant-nonce",  # however long
    "open-object-src",  # whatever plugin-types says, which no browser reads
    "old-browsers-and-nonces",  # in script-src-elem too
}
"""What we say more often than csp_evaluator finds it."""


def test_what_csp_evaluator_finds_we_say() -> None:
    for policy, found in findings().items():
        advice = Policy(policy).advice()
        if any(each.kind == "no-policy" for each in advice):
            continue  # where no directive counts, it is no use to say which are missing
        unsaid = {each.type for each in found if not any(says(ours, each) for ours in advice)}
        assert unsaid == set(EXCEPT.get(policy, ())), policy


def test_what_we_say_csp_evaluator_finds() -> None:
    kinds = {kind for ours in OURS.values() for kind in ours} - MORE
    for policy, found in findings().items():
        for advice in Policy(policy).advice():
            if advice.kind in kinds:
                assert any(says(advice, each) for each in found), (policy, advice)


def says(advice: Advice, finding: Finding) -> bool:
    """Whether the advice is about the same thing as the finding."""
    same_word = finding.value is None or advice.token.lower() == finding.value.lower()
    return advice.kind in OURS[finding.type] and advice.directive == finding.directive and same_word
