"""Advice names what is wrong with a policy, why it matters, and what to write instead.

What is wrong comes from mistakes.md (M numbers), from csp_evaluator's README and source ("CE"), or
from the specification, https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.csp import Policy
from helpers.csp_advice import Advice, Severity, mistakes, notes, weaknesses

STRONG = "'nonce-Tm9uY2VzQXJlUmFuZG9tMQ'"
"""A nonce of 128 bits."""


@dataclass(frozen=True)
class Case:
    """A row: policy | kind of advice | severity | what it is about | its source."""

    policy: str
    kind: str
    severity: str
    about: str
    source: str


def rows(table: str) -> list[Case]:
    return [Case(*map(str.strip, row.split(" | "))) for row in table.strip().splitlines()]


def about(advice: Advice) -> str:
    return f"{advice.directive} {advice.token}".strip() or "-"


MISTAKES = rows(f"""
script-src self | unquoted-keyword | medium | script-src self | M01
default-src 'self' script-src 'unsafe-inline' | missing-semicolon | high | default-src script-src | M02
default-src: 'self' | colon | high | default-src: | M03
script_src 'self' | unknown-directive | high | script_src | M04
default-src \u2018self\u2019 | curly-quotes | high | default-src | M05
default-src &#39;self&#39; | html-entity | medium | &#39; | M05
default-src 'self', script-src 'self' | comma | medium | , script-src | M06
script-src 'self', https://cdn.test | stray-comma | high | , https://cdn.test | M06
script-src 'self'; script-src * | duplicate-directive | medium | script-src | M07
script-src 'none' 'unsafe-inline' | none-with-others | medium | script-src 'none' | M08
script-src nonce-abc | unquoted-keyword | medium | script-src nonce-abc | M09
default-src 'self';\\nimg-src * | newline | high | - | M10
{{'default-src': "'self'"}} | python-value | high | {{'default-src': "'se | M11
["'self'"] | python-value | high | ["'self'"] | M12
default-src self | unquoted-keyword | medium | default-src self | M13
Content-Security-Policy: default-src 'self' | header-name | high | Content-Security-Policy: | M14
script-src 'nonce-{{{{csp_nonce()}}}}' | invalid-nonce | medium | script-src 'nonce-{{{{csp_nonce()}}}}' | M22
Content-Security-Policy-Report-Only: default-src 'self' | report-only-header | high | Content-Security-Policy-Report-Only: | 5.2
add_header Content-Security-Policy "default-src 'self'" always; | header-name | high | add_header Content-Security-Policy | nginx
<meta http-equiv="Content-Security-Policy" content="img-src *"> | html-tag | high | <meta | 3.3
<app.Policy object at 0x7f2a> | python-value | high | <app.Policy object a | M11
default-src 'self'; report-only | report-only | medium | report-only | 5.2
script-src 'sha256-{"0f" * 32}' | hash-length | medium | script-src 'sha256-{"0f" * 32}' | M26
script-src 'self'; https://cdn.test | stray-semicolon | high | https://cdn.test | 2.2.1
script-src "self" | misquoted-keyword | medium | script-src "self" | 2.3.1
script-src 'unsafe_inline' | unknown-keyword | medium | script-src 'unsafe_inline' | CE INVALID_KEYWORD
img-src 'https://cdn.test' | quoted-source | medium | img-src 'https://cdn.test' | 2.3.1
img-src data | scheme-without-colon | medium | img-src data | 2.3.1
img-src cdn.test/* | star-in-path | medium | img-src cdn.test/* | 2.3.1
img-src *cdn.test | wildcard | medium | img-src *cdn.test | 2.3.1
img-src //cdn.test | invalid-host | medium | img-src //cdn.test | CE SRC_NO_PROTOCOL
img-src cdn.test:x | invalid-source | medium | img-src cdn.test:x | 2.3.1
img-src cdn.test/x?v=1 | query | low | img-src cdn.test/x?v=1 | 2.3.1
img-src b\u00fccher.test | not-ascii | high | img-src | 2.2.1
plugin-types application/pdf | removed-directive | low | plugin-types | CE DEPRECATED_DIRECTIVE
frame-ancestors 'unsafe-inline' | not-for-frame-ancestors | low | frame-ancestors 'unsafe-inline' | 6.4.2
require-trusted-types-for script | trusted-types-value | medium | require-trusted-types-for script | Trusted Types
sandbox allow-script | sandbox-flag | low | sandbox allow-script | 6.3.2
report-to https://shop.test/r | report-to-address | low | report-to https://shop.test/r | 6.5.2
img-src | empty-directive | note | img-src | 6.7.2.6
script-scr x | no-policy | high | default-src | 2.2.2
""")  # noqa: E501  a row is one case

WEAKNESSES = rows(f"""
script-src 'self' 'unsafe-inline' | script-unsafe-inline | high | script-src 'unsafe-inline' | M16
script-src 'self'; script-src-elem 'unsafe-inline' | script-unsafe-inline | high | script-src-elem 'unsafe-inline' | M28
script-src 'self'; script-src-attr 'unsafe-inline' | script-unsafe-inline | high | script-src-attr 'unsafe-inline' | CE SCRIPT_UNSAFE_INLINE
script-src {STRONG} 'unsafe-inline' | ignored-unsafe-inline | low | script-src 'unsafe-inline' | M17
script-src {STRONG} 'strict-dynamic' 'unsafe-inline' | ignored-unsafe-inline | note | script-src 'unsafe-inline' | CE checkUnsafeInlineFallback
style-src {STRONG} 'unsafe-inline' | ignored-unsafe-inline | low | style-src 'unsafe-inline' | M17
script-src 'strict-dynamic' 'unsafe-inline' | ignored-unsafe-inline | low | script-src 'unsafe-inline' | CE IGNORED
script-src 'nonce-dGhpc2lzMTZjaGFy' | short-nonce | low | script-src 'nonce-dGhpc2lzMTZjaGFy' | 7.1
style-src 'nonce-abc123' | constant-nonce | medium | style-src 'nonce-abc123' | M19
script-src 'nonce-abc123' | constant-nonce | high | script-src 'nonce-abc123' | M19
script-src 'nonce-1733000000' | constant-nonce | high | script-src 'nonce-1733000000' | M20
script-src 'nonce-x9Qe2' | short-nonce | medium | script-src 'nonce-x9Qe2' | M20
script-src {STRONG} 'strict-dynamic' 'self' | ignored-host | low | script-src 'self' | M27
script-src 'self'; script-src-elem 'self' | split-script-src | note | script-src-elem | M28
default-src 'self'; img-src https://cdn.test | replaces-default-src | note | img-src | M29
script-src https: | script-any-site | high | script-src https: | M32
script-src http://*:* | script-any-site | high | script-src http://*:* | M32
default-src data: | script-data | high | default-src data: | M33
script-src ajax.googleapis.com | script-jsonp | high | script-src ajax.googleapis.com | M34
script-src cdnjs.cloudflare.com | script-angular | high | script-src cdnjs.cloudflare.com | M34
script-src https://unpkg.com | script-anybodys-host | high | script-src https://unpkg.com | M34
script-src *.github.io | script-anybodys-host | high | script-src *.github.io | M34
script-src cdn.test/lib/ | path | note | script-src cdn.test/lib/ | M35
default-src 'none' | no-base-uri | medium | base-uri | M36
default-src 'none' | no-form-action | medium | form-action | M38
default-src 'none'; frame-src 'none' | no-frame-ancestors | medium | frame-ancestors | M40
frame-src 'none' | frame-src | note | frame-ancestors | M40
script-src {STRONG} | no-base-uri | high | base-uri | M37
base-uri * | open-base-uri | high | base-uri * | CE PLAIN_WILDCARD
form-action https: | open-form-action | medium | form-action https: | M38
frame-ancestors * | open-frame-ancestors | medium | frame-ancestors * | M78
default-src 'self', default-src * | several-policies | note | - | M44
img-src 'unsafe-inline' | no-effect | low | img-src 'unsafe-inline' | M46
script-src-attr {STRONG} | no-effect | low | script-src-attr {STRONG} | M18
script-src 'unsafe-eval' | script-unsafe-eval | medium | script-src 'unsafe-eval' | M48
script-src www.googletagmanager.com; connect-src 'self' | third-party-incomplete | low | connect-src https://*.google-analytics.com | M51
style-src fonts.googleapis.com; font-src 'self' | third-party-incomplete | low | font-src https://fonts.gstatic.com | M51
connect-src 127.0.0.1 | ip-source | low | connect-src 127.0.0.1 | M52
upgrade-insecure-requests | upgrade-is-no-hsts | note | upgrade-insecure-requests | M53
require-trusted-types-for 'script' | trusted-types | note | require-trusted-types-for | M54
report-uri /r; report-to csp | both-reports | note | report-to | M55
report-to csp | report-to-only | note | report-to | M56
default-src 'self' | no-reports | note | report-uri | CE REPORTING_DESTINATION_MISSING
default-src 'self' | no-trusted-types | note | require-trusted-types-for | CE REQUIRE_TRUSTED_TYPES
default-src 'self' | script-self | note | default-src 'self' | CE SCRIPT_ALLOWLIST_BYPASS
img-src 'self' | no-script-src | high | script-src | CE MISSING_DIRECTIVES
script-src 'self' | no-object-src | low | object-src | CE MISSING_DIRECTIVES
object-src 'self' | open-object-src | low | object-src 'self' | CE OBJECT_ALLOWLIST_BYPASS
script-src cdn.test | script-host | low | script-src cdn.test | CE SCRIPT_ALLOWLIST_BYPASS
script-src cdn.test | host-list | note | script-src | CE STRICT_DYNAMIC
script-src *.cdn.test | wildcard-host | low | script-src *.cdn.test | CE WILDCARD_URL
script-src blob: | script-blob | low | script-src blob: | 8.1
img-src http://cdn.test | http-source | medium | img-src http://cdn.test | CE SRC_HTTP
report-uri http://shop.test/r | http-source | medium | report-uri http://shop.test/r | CE SRC_HTTP
script-src 'unsafe-hashes' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=' | script-unsafe-hashes | low | script-src 'unsafe-hashes' | CE SCRIPT_UNSAFE_HASHES
script-src 'strict-dynamic' | strict-dynamic-alone | medium | script-src 'strict-dynamic' | CE STRICT_DYNAMIC_NOT_STANDALONE
script-src {STRONG} 'strict-dynamic' https: | fallback | note | script-src https: | CE IGNORED
script-src {STRONG} | old-browsers-and-nonces | note | script-src | CE UNSAFE_INLINE_FALLBACK
script-src {STRONG} 'strict-dynamic' | old-browsers-and-strict-dynamic | note | script-src | CE ALLOWLIST_FALLBACK
style-src 'unsafe-inline' | style-unsafe-inline | low | style-src 'unsafe-inline' | CE STYLE_UNSAFE_INLINE
connect-src wss: | open-to-any-site | low | connect-src wss: | 6.1.2
img-src * | open-to-any-site | low | img-src * | browser-facts.md, exfiltration
script-src 'self' | no-default-src | note | default-src | 6.1.3
frame-ancestors 'self' | replaces-x-frame-options | note | frame-ancestors | CE X_FRAME_OPTIONS_OBSOLETED
script-src 'report-sha256' | new | note | script-src 'report-sha256' | CE EXPERIMENTAL
""")  # noqa: E501  a row is one case


@pytest.mark.parametrize(
    "case", MISTAKES + WEAKNESSES, ids=lambda case: f"{case.source} {case.kind}"
)
def test_what_is_wrong_is_named_with_its_place_and_its_weight(case: Case) -> None:
    given = Policy(case.policy.replace("\\n", "\n")).advice()
    found = [(each.severity.value, about(each)) for each in given if each.kind == case.kind]
    assert (case.severity, case.about) in found


def test_every_row_of_the_tables_is_shown_above() -> None:
    known = {*mistakes.TABLE, *(row.kind for row in (*weaknesses.TABLE, *notes.TABLE))}
    assert {case.kind for case in MISTAKES + WEAKNESSES} == known


NO_INLINE = "Take it out. The keyword 'unsafe-inline' lets injected scripts run."
DID_YOU_MEAN = [  # what stands there, and what was meant
    ("script-scr 'self'", "script-src 'self'"),
    ("scriptSrc 'self'", "script-src 'self'"),
    ("script_src_elem 'self'", "script-src-elem 'self'"),
    ("defaultsrc 'self'", "default-src 'self'"),
    ("images 'self'", "img-src 'self'"),
    ("image-src 'self'", "img-src 'self'"),
    ("iframe-src 'self'", "frame-src 'self'"),
    ("base-url 'self'", "base-uri 'self'"),
    ("frame-ancestor 'self'", "frame-ancestors 'self'"),
    ("form_action 'self'", "form-action 'self'"),
    ("script-src: 'self'", "script-src 'self'"),
    ("script-src= 'self'", "script-src 'self'"),
    ("upgrade-insecure-request", "upgrade-insecure-requests"),
    ("font-src \u201cself\u201d data:", "font-src 'self' data:"),
    ("img-src https://b\u00fccher.test/\u00fc", "img-src https://xn--bcher-kva.test/%C3%BC"),
    ("default-src 'self' object-src 'none'", "default-src 'self'; object-src 'none'"),
    ("script-src unsafe-inline", NO_INLINE),
    ("default-src unsafe-eval", "Take it out. The keyword 'unsafe-eval' makes code of text."),
    ("style-src unsafe-inline", "'unsafe-inline'"),
    ("script-src 'self", "'self'"),
    ("script-src self'", "'self'"),
    ("script-src `none`", "'none'"),
    ("script-src 'strictDynamic'", "'strict-dynamic'"),
    ("script-src 'unsafe-inlin'", NO_INLINE),
    ("script-src sha256-qznLcsROx4GA", "'sha256-qznLcsROx4GA'"),
    (
        'add_header Content-Security-Policy "img-src *" always;',
        "Only the policy itself: img-src *",
    ),
    ("Content-Security-Policy img-src *", "Only the policy itself: img-src *"),
    ("default-src 'self', img-src *", "Write ; before it, and no comma."),
    ("img-src 'self', img-src *", "One img-src with all its sources, and no comma."),
    ("img-src https", "https:"),
    ("img-src '*'", "*"),
    ("img-src .cdn.test", "*.cdn.test"),
    ("img-src https://cdn.test/lib/*.png", "https://cdn.test/lib/ covers all that is below it."),
    ("sandbox allowScripts", "allow-scripts"),
]


@pytest.mark.parametrize(("written", "meant"), DID_YOU_MEAN)
def test_what_was_meant_is_written_out(written: str, meant: str) -> None:
    assert meant in [each.instead for each in Policy(written).advice()]


RECOMMENDED = {  # headers-2026.md, section 0 and 1
    "OWASP Secure Headers": "default-src 'self'; form-action 'self'; base-uri 'self';"
    " object-src 'none'; frame-ancestors 'none'; upgrade-insecure-requests",
    "OWASP cheat sheet, MDN, web.dev": f"script-src {STRONG} 'strict-dynamic'; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Helmet": "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';"
    "frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';"
    "script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
    "Observatory": "default-src 'none'; script-src 'self'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'none'",
    "Google, with fallbacks": f"script-src {STRONG} 'strict-dynamic' https: 'unsafe-inline';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


@pytest.mark.parametrize("policy", RECOMMENDED.values(), ids=RECOMMENDED.keys())
def test_nothing_is_held_against_what_an_authority_recommends(policy: str) -> None:
    severities = {each.severity for each in Policy(policy).advice()}
    assert severities <= {Severity.LOW, Severity.NOTE}


def test_the_fallbacks_of_the_strict_policy_are_no_weakness() -> None:
    # csp_evaluator's checkUnsafeInlineFallback and checkAllowlistFallback ask for them.
    given = Policy(RECOMMENDED["Google, with fallbacks"]).advice()
    assert {each.severity for each in given} == {Severity.NOTE}


def test_a_page_whose_scripts_are_dead_or_open_says_so_first() -> None:  # section 7.1
    given = Policy("script-src 'unsafe-eval' 'nonce-r4nd0m' 'strict-dynamic'").advice()
    assert given[0].kind == "constant-nonce"
    given = Policy("script-src 'strict-dynamic'").advice()
    medium = [each.kind for each in given if each.severity is Severity.MEDIUM]
    assert medium[0] == "strict-dynamic-alone"


SAID = [  # what an attack can do where the policy has left it something
    ("default-src 'self'", "no-base-uri", "leads relative links and forms to any site."),
    ("default-src 'self'; img-src *", "no-base-uri", "leads relative links and files to any"),
    ("default-src 'none'; form-action 'self'", "no-base-uri", "leads relative links to any site."),
    ("default-src 'none'; base-uri *", "open-base-uri", "leads relative links and forms to any"),
    ("report-uri http://r.test/csp", "http-source", "Reports go there unencrypted"),
    ("form-action http://r.test", "http-source", "What people type goes there unencrypted"),
    ("img-src http://r.test", "http-source", "anybody on the way can change what arrives"),
]


@pytest.mark.parametrize(("policy", "kind", "said"), SAID)
def test_the_reason_is_that_of_the_directive(policy: str, kind: str, said: str) -> None:
    (why,) = (each.why for each in Policy(policy).advice() if each.kind == kind)
    assert said in why


def kinds(*policies: str) -> set[str]:
    return {each.kind for each in Policy(*policies).advice()}


def test_a_weakness_that_a_second_policy_closes_is_none() -> None:  # M44, section 8.1
    assert "script-unsafe-inline" in kinds("script-src 'unsafe-inline'")
    assert "script-unsafe-inline" not in kinds("script-src 'unsafe-inline'", "script-src 'self'")
    assert "no-form-action" not in kinds("default-src 'self'", "form-action 'self'")


HANDLERS = "Every onclick= and the like runs, an injected one too."
ELEMENTS = "Every script in the page's HTML runs, an injected one too."
INLINE = [  # section 6.8.3: script-src-attr is about attributes, and script-src-elem about the rest
    ("script-src 'unsafe-inline'", {ELEMENTS}),
    ("default-src 'self'; script-src-attr 'unsafe-inline'", {HANDLERS}),
    ("script-src 'unsafe-inline'; script-src-elem 'self'", {HANDLERS}),
    ("script-src-attr 'unsafe-inline'; script-src-elem 'unsafe-inline'", {ELEMENTS, HANDLERS}),
]


@pytest.mark.parametrize(("policy", "whys"), INLINE)
def test_unsafe_inline_is_told_as_what_it_lets_run(policy: str, whys: set[str]) -> None:
    given = [each.why for each in Policy(policy).advice() if each.kind == "script-unsafe-inline"]
    assert set(given) == whys


def test_a_source_of_any_site_is_told_once() -> None:
    given = [each for each in Policy("connect-src *").advice() if each.kind == "open-to-any-site"]
    assert len(given) == 1


def test_the_hash_of_nothing_lets_nothing_injected_run() -> None:  # section 6.7.3.3, step 5
    empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert "script-unsafe-inline" not in kinds(f"script-src {empty}")
    assert "style-unsafe-inline" not in kinds(f"style-src {empty}")


def test_a_host_that_no_script_comes_from_is_no_weakness() -> None:
    assert "script-jsonp" not in kinds(f"script-src {STRONG} 'strict-dynamic' ajax.googleapis.com")
    assert "script-jsonp" not in kinds("script-src www.googletagmanager.com")  # needs 'unsafe-eval'
    assert "script-jsonp" in kinds("script-src www.googletagmanager.com 'unsafe-eval'")
    assert "script-anybodys-host" not in kinds("script-src cdn.jsdelivr.net/npm/vue@3.4.21/vue.js")


HOSTS = [  # csp_evaluator's list of hosts, and the specification, section 6.7.2.7
    ("script-src cdn.jsdelivr.net", "script-anybodys-host", "A nonce in place of the host, or"),
    (f"script-src {STRONG} cdn.jsdelivr.net", "script-anybodys-host", "Take it out: your tags"),
    (f"script-src {STRONG} cdn.test", "script-host", "Take it out: your tags have a nonce."),
    ("script-src ajax.googleapis.com", "script-jsonp", "A nonce in place of the host, or the"),
    ("script-src an.yandex.ru/page/147484", "script-jsonp", "Put a nonce in its place."),
    ("script-src cdnjs.cloudflare.com", "script-angular", "A nonce in place of the host, or"),
    ("script-src yastatic.net/angularjs/1.2.23/angular.min.js", "script-angular", "Replace Ang"),
    ("script-src cdn.test/x.js", "path", "Keep it, or put a nonce in its place."),
]


@pytest.mark.parametrize(("policy", "kind", "instead"), HOSTS)
def test_a_host_is_told_once_with_what_helps_there(policy: str, kind: str, instead: str) -> None:
    of_hosts = ("script-anybodys-host", "script-jsonp", "script-angular", "script-host", "path")
    given = [each for each in Policy(policy).advice() if each.kind in of_hosts]
    assert next(each.kind for each in given) == kind
    assert given[0].instead.startswith(instead)
    assert {each.kind for each in given} <= {kind, "path"}


ADDED = [  # documentation of Stripe and Google Analytics; section 6.8.3: what falls back to what
    (
        "default-src 'self' https://js.stripe.com",
        "connect-src https://api.stripe.com",
        "Add connect-src 'self' https://js.stripe.com https://api.stripe.com, if you use Stripe.",
    ),
    (
        "default-src 'none'; script-src js.stripe.com",
        "frame-src https://js.stripe.com",
        "Add frame-src https://js.stripe.com https://hooks.stripe.com, if you use Stripe.",
    ),
    (
        "child-src 'self'; script-src js.stripe.com",
        "child-src https://hooks.stripe.com",
        "Add it, if you use Stripe.",
    ),
]


@pytest.mark.parametrize(("policy", "needed", "instead"), ADDED)
def test_what_a_third_party_needs_is_added_where_it_is_asked_for(
    policy: str, needed: str, instead: str
) -> None:
    given = {about(each): each.instead for each in Policy(policy).advice()}
    assert given[needed] == instead


TRUSTED_TYPES = [  # HTML: innerHTML runs no script element; section 8.2: what 'strict-dynamic' does
    ("default-src 'none'", ""),
    ("sandbox; script-src 'self'", ""),
    (f"script-src {STRONG} 'strict-dynamic'", "A script of yours that sets script.src"),
    ("script-src 'self'", "It would be a second line against DOM XSS"),
    ("script-src 'none'; script-src-attr 'unsafe-inline'", "It would be a second line"),
]


@pytest.mark.parametrize(("policy", "why"), TRUSTED_TYPES)
def test_trusted_types_are_proposed_for_what_they_would_stop(policy: str, why: str) -> None:
    given = [each.why for each in Policy(policy).advice() if each.kind == "no-trusted-types"]
    assert [each[: len(why)] for each in given] == [why] * bool(why)


def test_integrity_is_no_remedy_for_a_list_of_hosts() -> None:
    # Section 6.7.1.1: an injected tag has no such attribute, and the host lets it through.
    assert Policy("script-src cdn.test").allows(
        "script", "https://cdn.test/x", page="https://a.test"
    )
    for policy, *_ in HOSTS:
        assert not any("integrity" in each.instead for each in Policy(policy).advice())


def test_where_no_directive_counts_that_is_said_once() -> None:
    assert kinds("defaultsrc 'self'") == {"unknown-directive", "no-policy"}
    assert kinds("") == {"no-policy"}


policies = st.lists(
    st.sampled_from([case.policy for case in MISTAKES + WEAKNESSES]) | st.text(max_size=40),
    max_size=3,
)


@given(policies)
def test_advice_on_any_text_is_in_order_and_in_sentences(texts: list[str]) -> None:
    given = Policy("; ".join(texts), *texts).advice()
    order = [list(Severity).index(each.severity) for each in given]
    assert order == sorted(order)
    assert len(set(given)) == len(given)
    assert all(each.why.endswith(".") and each.instead for each in given)
