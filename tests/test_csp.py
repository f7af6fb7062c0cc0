"""A policy decides as the specification says, and as Chromium does where the two part.

Expected values come from https://www.w3.org/TR/CSP3/, from headers-2026.md section 2, from
mistakes.md (M numbers), or from Chromium 156: recorded in oracle/csp-vectors.jsonl, or asked of
chromium-headless-shell 156.0.8078.79 one by one.
"""

import base64
import contextlib
import dataclasses
import doctest
import hashlib
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import csp
from helpers.csp import Policy, Verdict

VECTORS = Path(__file__).parent / "oracle" / "csp-vectors.jsonl"
PAGE = "https://page.test/"
# The specification's own example of a hashed script, with its digests.
HELLO = "alert('Hello, world.');"
SHA256 = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
SHA512 = (
    "sha512-Q2bFTOhEALkN8hOms2FKTDLy7eugP2zFZ1T8LCvX42Fp3WoNr3bjZSAHeOsHrbV1Fu9/A0EzCinRE7Af1ofPrw"
    "=="
)
# Of javascript:void(window.ran=1).
JAVASCRIPT_URL = "sha256-4jbXZybOVs/3nvCTR9OPIpTQxqDeVIEVsOouTETs5MM="


def ask(policy: str | tuple[str, ...], kind: str, url: str | None = None, **more: Any) -> Verdict:
    values = (policy,) if isinstance(policy, str) else policy
    return Policy(*values).allows(kind, url, **{"page": PAGE, **more})


def recorded() -> Iterator[tuple[Policy, dict[str, Any], bool, str | None]]:
    for line in VECTORS.read_text().splitlines():
        vector = json.loads(line)
        request = vector["case"]
        policy = Policy(*request.pop("policies"))
        yield policy, request, vector["allowed"], vector["blocked_by"]


def test_every_recorded_case_is_decided_as_chromium_did() -> None:
    mismatches = [
        (expected, verdict, policy, request)
        for policy, request, *expected in recorded()
        if [(verdict := policy.allows(**request)).allowed, verdict.blocked_by] != expected
    ]
    assert mismatches == []


def test_the_directive_in_force_is_the_one_chromium_named() -> None:
    for policy, request, _, blocked_by in recorded():
        # A source that Chromium cannot read makes it name the directive it stands in, too.
        if blocked_by and not policy.ignored:
            assert policy.allows(**request).directive == blocked_by, (policy, request)


# headers-2026.md section 2, "Get fetch directive fallback list", row by row.
FALLBACK = [
    ("script", "script-src-elem -> script-src -> default-src"),
    ("inline-script", "script-src-elem -> script-src -> default-src"),
    ("javascript-url", "script-src-elem -> script-src -> default-src"),
    ("event-handler", "script-src-attr -> script-src -> default-src"),
    ("eval", "script-src -> default-src"),
    ("style", "style-src-elem -> style-src -> default-src"),
    ("inline-style", "style-src-elem -> style-src -> default-src"),
    ("style-attribute", "style-src-attr -> style-src -> default-src"),
    ("worker", "worker-src -> child-src -> script-src -> default-src"),
    ("frame", "frame-src -> child-src -> default-src"),
    ("connect", "connect-src -> default-src"),
    ("font", "font-src -> default-src"),
    ("img", "img-src -> default-src"),
    ("manifest", "manifest-src -> default-src"),
    ("media", "media-src -> default-src"),
    ("object", "object-src -> default-src"),
    ("form-action", "form-action"),
    ("base-uri", "base-uri"),
    ("frame-ancestors", "frame-ancestors"),
]
EVERYTHING = "* 'unsafe-inline' 'unsafe-eval'"


@pytest.mark.parametrize(("kind", "row"), FALLBACK)
def test_the_most_specific_directive_present_is_in_force(kind: str, row: str) -> None:
    chain = row.split(" -> ")
    for place, name in enumerate(chain):
        looser = "; ".join(f"{later} {EVERYTHING}" for later in chain[place + 1 :])
        stricter = "; ".join(f"{later} 'none'" for later in chain[place + 1 :])
        blocked = ask(f"{looser}; {name} 'none'", kind, "https://cdn.test/x", source="x")
        assert (blocked.allowed, blocked.directive) == (False, name)
        frames = "; frame-src *" if kind == "object" else ""
        assert ask(
            f"{stricter}; {name} {EVERYTHING}{frames}", kind, "https://cdn.test/x", source="x"
        )


@pytest.mark.parametrize("kind", ["base-uri", "form-action", "frame-ancestors"])
def test_default_src_is_no_fallback_for(kind: str) -> None:
    assert ask("default-src 'none'", kind, "https://evil.test/")


@dataclasses.dataclass(frozen=True)
class Case:
    """A row: what was decided | kind [URL] [argument=value]... | policy | where it says so."""

    decided: str
    request: str
    policy: str
    source: str

    def verdict(self) -> Verdict:
        kind, *words = shlex.split(self.request)
        url = words.pop(0) if words and "=" not in words[0].partition(":")[0] else None
        return ask(self.policy, kind, url, **dict(map(argument, words)))


def argument(word: str) -> tuple[str, Any]:
    name, _, value = word.partition("=")
    return name, int(value) if name in ("redirects", "parser_inserted") else value


def rows(table: str) -> list[Any]:
    cases = [Case(*map(str.strip, row.split(" | "))) for row in table.strip().splitlines()]
    return [pytest.param(case, id=case.source) for case in cases]


SPECIFICATION = f"""
blocked | img https://cdn.test/x | IMG-SRC 'none' | 2.2.1 names ignore case
allowed | img https://cdn.test/x | img-src *; img-src 'none' | 2.2.1 the first of a name counts
blocked | img https://cdn.test/x | ;; img-src\t'none';; | 2.2.1 empty directives, tabs
allowed | img https://cdn.test/x | img-src\xa0'none' | 2.2.1 only ASCII white space is white space
blocked | img https://cdn.test/x | img-src *, img-src 'none' | 2.2.2 a comma starts a policy
allowed | img https://cdn.test/x | ,, ;, img-src *, | 2.2.2 an empty policy is none
allowed | inline-script | script-src 'UNSAFE-inline' | 2.3.1 keywords ignore case
allowed | inline-script source="{HELLO}" | script-src '{SHA256.translate({43: 45, 47: 95})}' | 2.3.1 base64url
blocked | inline-script nonce=a/b | script-src 'nonce-a_b' | 2.3.1 nonces are compared as text
blocked | img https://my_cdn.test/x | img-src my_cdn.test | 2.3.1 hosts have no underscores
allowed | javascript-url source=void(window.ran=1) | script-src 'unsafe-hashes' '{JAVASCRIPT_URL}' | 4.2.4 the whole URL is hashed
blocked | eval | script-src * 'unsafe-inline' | 4.4.1 eval needs 'unsafe-eval'
allowed | eval | script-src-elem 'none' | 4.4.1 eval asks script-src
blocked | inline-script | sandbox | 6.3.2 sandbox
allowed | inline-script | sandbox Allow-Scripts | 6.3.2 sandbox with allow-scripts
blocked | form-action https://page.test/ | sandbox allow-scripts | 6.3.2 sandbox without allow-forms
allowed | frame-ancestors https://page.test/p | frame-ancestors 'self' | 6.4.2 'self'
blocked | frame-ancestors https://cdn.test/ | frame-ancestors 'self' | 6.4.2 not 'self'
allowed | script https://cdn.test/x nonce=abc | script-src 'nonce-abc' | 6.7.1.1 nonce
blocked | script https://cdn.test/x nonce=ABC | script-src 'nonce-abc' | 6.7.1.1 other nonce
allowed | script https://cdn.test/x integrity={SHA256} | script-src '{SHA256}' | 6.7.1.1 integrity
blocked | script https://cdn.test/x integrity="{SHA256} {SHA512}" | script-src '{SHA256}' | 6.7.1.1 integrity not all listed
blocked | script https://cdn.test/x | script-src 'strict-dynamic' * | 6.7.1.1 'strict-dynamic', from the parser
allowed | script https://cdn.test/x parser_inserted=0 | script-src 'strict-dynamic' | 6.7.1.1 'strict-dynamic', from a script
blocked | img https://cdn.test/x | img-src | 6.7.2.6 an empty list
allowed | img https://cdn.test/x | img-src 'none' cdn.test | 6.7.2.6 'none' beside others
blocked | img data:image/png,x | img-src * | 6.7.2.7 * is not data:
blocked | img blob:https://page.test/1 | img-src * | 6.7.2.7 * is not blob:
allowed | img DATA:image/png,x | img-src data: | 6.7.2.7 a scheme
blocked | img https://cdn.test/x | img-src cdn.test/lib/ | 6.7.2.7 a path
allowed | img https://cdn.test/x redirects=1 | img-src cdn.test/lib/ | 6.7.2.7 no path after a redirect
blocked | img https://page.test:8443/x | img-src 'self' | 6.7.2.7 'self' has a port
allowed | img https://page.test/x page=http://page.test/ | img-src 'self' | 6.7.2.7 'self', upgraded
blocked | script http://page.test/x | script-src 'self' | 6.7.2.7 'self', downgraded
allowed | connect wss://page.test/ | connect-src 'self' | 6.7.2.7 'self' and wss:
allowed | connect ws://page.test/ page=http://page.test/ | connect-src 'self' | 6.7.2.7 'self' and ws:
allowed | img https://cdn.test/x | img-src http: | 6.7.2.8 http: covers https:
blocked | img http://cdn.test/x page=http://page.test/ | img-src https: | 6.7.2.8 https: not http:
allowed | connect wss://cdn.test/ | connect-src ws: | 6.7.2.8 ws: covers wss:
blocked | connect wss://cdn.test/ | connect-src https: | 6.7.2.8 https: not wss:
allowed | img https://a.b.cdn.test/x | img-src *.cdn.test | 6.7.2.9 subdomains of any depth
blocked | img https://cdn.test/x | img-src *.cdn.test | 6.7.2.9 a wildcard is not the domain itself
blocked | img https://notcdn.test/x | img-src cdn.test | 6.7.2.9 a host is no suffix
allowed | img http://127.0.0.1/x page=http://page.test/ | img-src 127.0.0.1 | 6.7.2.9 127.0.0.1
blocked | img http://[::1]/x page=http://page.test/ | img-src [::1] | 6.7.2.9 no IPv6
allowed | img https://cdn.test:443/x | img-src cdn.test | 6.7.2.10 no port, default port
blocked | img https://cdn.test:8443/x | img-src cdn.test | 6.7.2.10 no port, other port
allowed | img https://cdn.test:8443/x | img-src cdn.test:* | 6.7.2.10 any port
allowed | img https://cdn.test/lib/v1/x | img-src cdn.test/lib/ | 6.7.2.11 a folder
blocked | img https://cdn.test/lib/x | img-src cdn.test/lib | 6.7.2.11 a file
allowed | img https://cdn.test/li%62/x | img-src cdn.test/%6Cib/ | 6.7.2.11 percent-decoded
blocked | img https://cdn.test/lib/x | img-src CDN.test/Lib/ | 6.7.2.11 hosts ignore case, paths do not
allowed | img https://cdn.test/a/../lib/x | img-src cdn.test/lib/ | URL Standard 4.4 dot segments
allowed | img https://127.1/x | img-src 127.0.0.1 | URL Standard 3.5 IPv4 numbers
allowed | img https://0x0a.1/x | img-src 10.0.0.1 | URL Standard 3.5 hexadecimal
allowed | img https://012.1.257/x | img-src 10.1.1.1 | URL Standard 3.5 octal
blocked | inline-script | script-src 'unsafe-inline' 'nonce-abc' | 6.7.3.2 a nonce overrides
blocked | inline-style source=p | style-src 'unsafe-inline' '{SHA256}' | 6.7.3.2 a hash overrides
blocked | event-handler | script-src 'unsafe-inline' 'strict-dynamic' | 6.7.3.2 'strict-dynamic' overrides
allowed | inline-style | style-src 'unsafe-inline' 'strict-dynamic' | 6.7.3.2 but not for styles
allowed | inline-script source="{HELLO}" | script-src '{SHA256}' | 6.7.3.3 sha256
allowed | inline-style source="{HELLO}" | style-src '{SHA512}' | 6.7.3.3 sha512
blocked | inline-script source=" {HELLO}" | script-src '{SHA256}' | 6.7.3.3 one space more
blocked | event-handler source="{HELLO}" | script-src '{SHA256}' | 6.7.3.3 a handler and a hash
allowed | event-handler source="{HELLO}" | script-src '{SHA256}' 'unsafe-hashes' | 6.7.3.3 with 'unsafe-hashes'
blocked | style-attribute nonce=abc | style-src 'nonce-abc' | 6.7.3.3 no nonce for attributes
allowed | img http://cdn.test/x page=http://page.test/ | upgrade-insecure-requests; img-src https: | Upgrade Insecure Requests
"""  # noqa: E501  a row is one case


@pytest.mark.parametrize("case", rows(SPECIFICATION))
def test_the_specification_decides(case: Case) -> None:
    assert case.verdict().allowed is (case.decided == "allowed")


# Where Chromium 156 parts from the letter of the specification, or it has none.
CHROMIUM = f"""
allowed | connect wss://cdn.test/ | connect-src * | * covers wss:
blocked | connect https://cdn.test/ | connect-src wss: | wss: does not cover https:
blocked | img blob:https://page.test/1 | img-src 'self' | 'self' does not cover blob:
allowed | img http://10.0.0.1/x page=http://page.test/ | img-src 10.0.0.1 | any IPv4 address
allowed | img https://cdn.test./x | img-src cdn.test. | a host that ends in a dot
allowed | img https://cdn.test/x?q=2 | img-src cdn.test/x?q=1 | the query in a source is cut off
allowed | img https://cdn.test/lib/x | img-src cdn.test/lib%2F | %2F is a slash
allowed | img https://cdn.test/x | img-src http://cdn.test:80 | port 80 is upgraded with http:
blocked | img https://cdn.test:8443/x | img-src http://cdn.test:8443 | port 8443 is not
allowed | img https://cdn.test/x | img-src http://cdn.test:443 | http: on 443 to the renderer
blocked | frame https://cdn.test/x | frame-src http://cdn.test:443 | http: on 443 in a navigation
allowed | img https://page.test:8080/x page=http://page.test:8080/ | img-src 'self' | 'self' on 8080, upgraded
blocked | form-action https://page.test:8080/x page=http://page.test:8080/ | form-action 'self' | 'self' on 8080, upgraded, in a navigation
blocked | inline-style | default-src 'unsafe-inline' 'strict-dynamic' | 'strict-dynamic' overrides in default-src
allowed | worker https://page.test/x | worker-src 'strict-dynamic' | a Worker is not parser-inserted
allowed | inline-script nonce=" abc " | script-src 'nonce-abc' | white space around a nonce
allowed | inline-script source="{HELLO}" | script-src '{SHA256.replace("sha", "sha-")}' | sha-256
allowed | inline-script | script-src 'unsafe-inline' 'sha256-a' | half a byte is no hash
allowed | javascript-url source=void(window%2Eran=1) | script-src 'unsafe-hashes' '{JAVASCRIPT_URL}' | a javascript: URL is decoded first
allowed | javascript-url "source=void(window.ran=1)  " | script-src 'unsafe-hashes' '{JAVASCRIPT_URL}' | a URL has no blanks at its end
allowed | img https://cdn.test/x | img-src * \xe9; img-src 'none' | an unprintable directive keeps its name
allowed | frame about:blank | frame-src 'none' | about:blank
blocked | object https://cdn.test/x.svg | object-src *; frame-src 'none' | an object is a frame
allowed | object https://cdn.test/x.png | object-src *; frame-src 'none' | an object with an image is not
allowed | object https://cdn.test/x type=image/png | object-src *; frame-src 'none' | nor one with the type of an image
blocked | frame-ancestors https://cdn.test/lib/ | frame-ancestors cdn.test/lib/ | frame-ancestors compares origins
allowed | img http://cdn.test/x | img-src https: | a mixed image is upgraded
blocked | img http://10.0.0.1/x | img-src https: | but not at an IP address
allowed | img http://10.0.0.1/x redirects=1 | img-src https: | unless it is redirected there
allowed | script http://localhost/x page=http://page.test/ redirects=1 | upgrade-insecure-requests; script-src https: | nor is this machine spared after a redirect
blocked | form-action http://cdn.test/ page=http://page.test/ redirects=1 | upgrade-insecure-requests; form-action https: | but a redirected form is not upgraded
blocked | img http://localhost/x page=http://page.test/ | upgrade-insecure-requests; img-src https: | localhost is not upgraded
blocked | media http://cdn.test/x page=http://page.test/ | upgrade-insecure-requests; media-src https: | media are checked before the upgrade
blocked | media http://cdn.test:8080/x page=http://page.test/ | upgrade-insecure-requests; media-src http://cdn.test:8080 | and after it
blocked | connect http://cdn.test/x page=http://page.test/ | upgrade-insecure-requests; connect-src https: | and so is fetch()
allowed | connect ws://cdn.test/x page=http://page.test/ | upgrade-insecure-requests; connect-src wss: | but no WebSocket
allowed | media http://cdn.test/x | media-src http: | mixed media are upgraded
allowed | object https://cdn.test/x.svg redirects=1 | object-src 'self' | a document in an object may be redirected
allowed | object http://cdn.test/x.png page=http://page.test/ | upgrade-insecure-requests; object-src https: | an image in an object is upgraded
blocked | object http://cdn.test/x.svg page=http://page.test/ | upgrade-insecure-requests; object-src https: | a document in an object is not
allowed | object http://cdn.test/x.svg page=http://page.test/ | upgrade-insecure-requests; object-src *; frame-src https: | but it is as a frame
allowed | img data:image/png,x | img-src data://* | any host is no host as well
blocked | worker http://page.test/x page=http://page.test/ | upgrade-insecure-requests; worker-src https: | a Worker is checked before the upgrade
blocked | eval | script-src 'unsafe-eval'; require-trusted-types-for 'script' | Trusted Types and eval
allowed | eval | script-src 'trusted-types-eval'; require-trusted-types-for 'script' | which spares eval all questions
allowed | eval | default-src 'none' 'trusted-types-eval'; require-trusted-types-for 'script' | in place of script-src
allowed | eval | require-trusted-types-for 'script', script-src 'TRUSTED-types-eval', script-src 'none' | those of other policies
blocked | eval | script-src-elem 'trusted-types-eval'; require-trusted-types-for 'script' | it stands in script-src
blocked | eval | script-src 'trusted-types-eval' | it is nothing by itself
blocked | eval | script-src 'trusted-types-eval'; require-trusted-types-for 'script'; sandbox | the sandbox is asked first
blocked | javascript-url source=x | script-src 'unsafe-inline' 'trusted-types-eval'; require-trusted-types-for 'script' | it is about eval
"""  # noqa: E501  a row is one case


@pytest.mark.parametrize("case", rows(CHROMIUM))
def test_chromium_is_the_referee(case: Case) -> None:
    assert case.verdict().allowed is (case.decided == "allowed")


@pytest.mark.parametrize(
    ("kind", "policy"),
    [
        ("inline-script", "script-src 'none'; sandbox"),
        ("event-handler", "script-src 'none', sandbox allow-forms"),
        ("form-action", "form-action 'none'; sandbox allow-scripts"),
    ],
)
def test_a_sandbox_forbids_before_another_directive_is_asked(kind: str, policy: str) -> None:
    verdict = ask(policy, kind, "https://cdn.test/")  # Chromium names no directive
    assert (verdict.allowed, verdict.directive, verdict.blocked_by) == (False, "sandbox", None)


MISTAKES = f"""
blocked | script https://page.test/x | script-src self | M01 no quotes
allowed | inline-script | default-src 'self' script-src 'unsafe-inline' | M02 no semicolon
allowed | inline-script | default-src: 'self' | M03 a colon
allowed | inline-script | script-scr 'none' | M04 a misspelt name
blocked | script https://cdn.test/x | default-src 'self', script-src * | M06 a comma
blocked | script https://cdn.test/x | script-src 'self'; script-src * | M07 twice
allowed | inline-script | script-src 'none' 'unsafe-inline' | M08 'none' beside others
blocked | inline-script nonce=abc | script-src nonce-abc | M09 a nonce without quotes
allowed | inline-script | script-src 'self' 'unsafe-inline' | M16 'unsafe-inline'
blocked | inline-script | script-src 'unsafe-inline' 'nonce-abc' | M17 'unsafe-inline' and a nonce
blocked | event-handler nonce=abc | script-src 'nonce-abc' | M18 a handler
blocked | inline-script source="{HELLO}" | script-src 'sha256-ab39cb72c44ec781' | M26 hex
blocked | script https://page.test/x | script-src 'strict-dynamic' 'self' | M27 'strict-dynamic'
allowed | inline-script | script-src 'none'; script-src-elem 'unsafe-inline' | M28 script-src-elem
blocked | img https://page.test/x | default-src 'self'; img-src cdn.test | M29 img-src replaces
allowed | script https://evil.test/x | script-src * | M32 anyone
allowed | script data:text/javascript,x | script-src data: | M33 data: is inline
allowed | script https://cdn.test/evil redirects=1 | script-src cdn.test/lib/ | M35 a redirect
allowed | frame-ancestors https://evil.test/ | default-src 'none' | M36 framing
allowed | base-uri https://evil.test/ | default-src 'none' | M37 <base>
allowed | form-action https://evil.test/ | default-src 'none' | M38 forms
allowed | frame-ancestors https://evil.test/ | frame-src 'none' | M40 the other direction
blocked | img data:image/png,x | img-src 'self' | M45 'self' is not data:
blocked | inline-style | default-src 'self'; script-src 'unsafe-inline' | M46 the wrong directive
blocked | eval | script-src 'unsafe-inline' | M48 'unsafe-inline' is not 'unsafe-eval'
blocked | connect http://127.0.0.1:5001/ page=http://page.test/ | connect-src 127.0.0.1 | M52 port
blocked | javascript-url source=x | require-trusted-types-for 'script' | M54 Trusted Types
"""


@pytest.mark.parametrize("case", rows(MISTAKES))
def test_a_mistake_does_what_it_does_in_the_browser(case: Case) -> None:
    assert case.verdict().allowed is (case.decided == "allowed")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_html_parser_makes_every_line_end_a_line_feed(end: str) -> None:
    # HTML 13.2.3.5; asked of Chromium, which leaves the code alone that a script sets.
    value = base64.b64encode(hashlib.sha256(b"a()\nb()").digest()).decode()
    policy, source = f"script-src 'sha256-{value}'", f"a(){end}b()"
    assert ask(policy, "inline-script", source=source)
    assert not ask(policy, "inline-script", source=source, parser_inserted=False)


def test_several_headers_only_ever_restrict() -> None:  # M44, section 8.1
    verdict = ask(("script-src *", "script-src 'self'"), "script", "https://cdn.test/x")
    assert (verdict.allowed, verdict.policy, verdict.directive) == (False, 1, "script-src")


def test_no_policy_restricts_nothing() -> None:
    assert Policy().allows("eval", page=PAGE)
    assert Policy("").allows("eval", page=PAGE)


def test_an_internationalised_host_is_named_in_punycode() -> None:  # section 2.3.1
    assert ask("img-src xn--bcher-kva.test", "img", "https://B\u00fccher.test/x")
    assert not ask(
        "img-src b\u00fccher.test; default-src 'none'", "img", "https://b\u00fccher.test/x"
    )


@pytest.mark.parametrize(
    ("text", "part", "reason"),
    [
        ("script-scr 'self'", "script-scr 'self'", "unknown directive"),  # M04
        ("default-src: 'self'", "default-src: 'self'", "unknown directive"),  # M03
        ("plugin-types x/y", "plugin-types x/y", "removed directive"),
        ("img-src *; img-src x", "img-src x", "duplicate directive"),  # M07
        ("img-src \u2018self\u2019", "img-src \u2018self\u2019", "unprintable"),  # M05
        ("img-src 'bogus'", "'bogus'", "invalid source"),
        ("script-src 'nonce-'", "'nonce-'", "invalid source"),
        ("img-src 'none' *", "'none'", "'none' beside others"),  # M08
        ("frame-ancestors 'unsafe-inline'", "'unsafe-inline'", "not for frame-ancestors"),
        ("img-src cdn.test/x?q", "?q", "query or fragment"),
    ],
)
def test_a_policy_keeps_what_it_ignored_and_why(text: str, part: str, reason: str) -> None:
    (ignored,) = Policy(text).ignored
    assert (ignored.text, ignored.reason) == (part, reason)
    assert ignored.why


@pytest.mark.parametrize(
    "text",
    [
        "default-src 'self'; sandbox allow-scripts; upgrade-insecure-requests; report-to x",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' 'unsafe-hashes'"
        " 'strict-dynamic' 'report-sample' 'nonce-abc' 'trusted-types-eval' 'report-sha256'"
        " 'inline-speculation-rules'",  # headers-2026.md section 2, keywords
        "require-trusted-types-for 'script'; trusted-types default; report-uri /r; worker-src *",
        "img-src 'none'; style-src 'none' 'report-sample'",
    ],
)
def test_nothing_is_ignored_of_what_browsers_know(text: str) -> None:
    assert Policy(text).ignored == ()


@pytest.mark.parametrize(
    ("policy", "kind", "more", "why"),
    [
        ("img-src 'self'", "img", {}, "img-src has no source that matches https://cdn.test/x."),
        (
            "default-src 'self'",
            "img",
            {},
            "default-src, in place of img-src, has no source that matches https://cdn.test/x.",
        ),
        ("img-src https:", "img", {}, "img-src allows it, thanks to https:."),
        ("img-src 'self'", "font", {}, "Nothing governs it: there is no font-src or default-src."),
        (
            "script-src 'unsafe-inline' 'nonce-abc'",
            "inline-script",
            {},
            "script-src ignores 'unsafe-inline' beside its nonce, hash or 'strict-dynamic'.",
        ),
        (
            "default-src 'self'",
            "script",
            {},
            "default-src, in place of script-src, has no source that matches https://cdn.test/x.",
        ),
        (
            "script-src 'self'",
            "worker",
            {},
            "script-src, in place of worker-src, has no source that matches https://cdn.test/x.",
        ),
        ("script-src 'self'", "eval", {}, "script-src lacks 'unsafe-eval'."),
    ],
)
def test_a_verdict_says_why(policy: str, kind: str, more: dict[str, Any], why: str) -> None:
    assert ask(policy, kind, "https://cdn.test/x", **more).why == why


def test_a_verdict_is_true_where_it_allows_and_cannot_be_changed() -> None:
    verdict = ask("img-src 'none'", "img", "https://cdn.test/x")
    assert not verdict
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.allowed = True  # type: ignore[misc]


UNREADABLE = (
    " ; cdn.test/x.js ; /x.js ; https:// ; https://a b/ ; https://cdn.test:99999/ ;"
    " https://cdn.test:x/ ; https://[::g]/ ; https://[::1 ; https://%00/ ; https://a|b/ ;"
    " https://1.2.3.256/ ; https://1.2.3.4.5/ ; https://08/ ; https://cdn.1/"
)


def test_an_unknown_kind_is_refused_with_the_list_of_kinds() -> None:
    with pytest.raises(ValueError, match=r"'picture'.*script.*frame-ancestors.*eval"):
        ask("", "picture", "https://cdn.test/x")


@pytest.mark.parametrize("url", [None, *UNREADABLE.split(" ; ")])
def test_a_url_that_cannot_be_read_is_refused(url: str | None) -> None:
    with pytest.raises(ValueError, match=r"url|URL|host"):
        ask("", "script", url)


@pytest.mark.parametrize("page", ["page.test", "data:text/html,x", "about:blank"])
def test_a_page_is_at_an_http_or_https_url(page: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        ask("", "eval", page=page)


def test_the_examples_in_the_documentation_are_true() -> None:
    assert doctest.testmod(csp).failed == 0


NAMES = st.sampled_from([*{name for _, row in FALLBACK for name in row.split(" -> ")}, "sandbox"])
SOURCES = st.sampled_from(
    ["'self'", "'none'", "*", "https:", "data:", "cdn.test", "*.test:*", "'strict-dynamic'", "'x'"]
)
DIRECTIVES = st.builds(lambda name, value: " ".join([name, *value]), NAMES, st.lists(SOURCES))
POLICIES = st.lists(DIRECTIVES | st.text()).map(";".join)
REQUESTS = st.tuples(
    st.sampled_from([kind for kind, _ in FALLBACK]),
    st.sampled_from(["https://cdn.test/lib/x.js", "http://page.test/", "data:,x", "wss://a.test/"]),
)


@given(st.lists(POLICIES))
def test_no_text_is_an_error(texts: list[str]) -> None:
    Policy(*texts).allows("script", "https://cdn.test/x.js", page=PAGE)


@given(st.text())
def test_a_url_is_read_or_refused(url: str) -> None:
    for text in (url, f"https://{url}", f"https://cdn.test/{url}"):
        with contextlib.suppress(ValueError):
            ask("img-src cdn.test/lib/", "img", text)


@given(st.lists(POLICIES))
def test_what_is_written_out_is_read_back(texts: list[str]) -> None:
    policy = Policy(*texts)
    assert Policy(str(policy)) == policy
    assert str(Policy(str(policy))) == str(policy)


@given(st.lists(POLICIES), REQUESTS)
def test_what_is_written_out_decides_the_same(texts: list[str], request: tuple[str, str]) -> None:
    policy = Policy(*texts)
    kind, url = request
    verdict = policy.allows(kind, url, page=PAGE)
    assert Policy(str(policy)).allows(kind, url, page=PAGE).directive == verdict.directive


@given(POLICIES, POLICIES, REQUESTS)
def test_two_policies_allow_what_both_allow(
    first: str, second: str, request: tuple[str, str]
) -> None:  # section 8.1
    kind, url = request
    apart = [Policy(text).allows(kind, url, page=PAGE) for text in (first, second)]
    assert Policy(first, second).allows(kind, url, page=PAGE).allowed is all(apart)
