"""The catalogue of headers, held to headers-2026.md."""

from __future__ import annotations

import pytest

from helpers.headers import CATALOGUE, Scope, Status, find

MAIN_TABLE = """
Content-Security-Policy Content-Security-Policy-Report-Only Reporting-Endpoints Report-To
Strict-Transport-Security X-Content-Type-Options X-Frame-Options X-XSS-Protection Referrer-Policy
Permissions-Policy Permissions-Policy-Report-Only
Cross-Origin-Opener-Policy Cross-Origin-Embedder-Policy Cross-Origin-Resource-Policy
Document-Isolation-Policy Origin-Agent-Cluster Cache-Control Clear-Site-Data Set-Cookie
Access-Control-Allow-Origin Access-Control-Allow-Credentials Vary
Sec-Fetch-Site Sec-Fetch-Mode Sec-Fetch-Dest Sec-Fetch-User Integrity-Policy Server X-Powered-By
X-Permitted-Cross-Domain-Policies X-DNS-Prefetch-Control X-Download-Options Expect-CT
Public-Key-Pins Feature-Policy Pragma X-Content-Security-Policy X-WebKit-CSP NEL
Speculation-Rules No-Vary-Search Secure-Session-Registration
X-Robots-Tag Content-Disposition Content-Type
"""
"""headers-2026.md, section 1, first column, abbreviations written out. The rows that are no header
(directives of a policy, Trusted Types, Local Network Access) are left out."""


@pytest.mark.parametrize("name", MAIN_TABLE.split())
def test_every_header_of_the_reference_is_in_the_catalogue(name: str) -> None:
    for spelling in (name, name.lower(), name.upper()):  # RFC 9110, section 5.1
        entry = find(spelling)
        assert entry
        assert entry.name == name


def test_no_header_stands_in_the_catalogue_twice() -> None:
    assert len({entry.name.lower() for entry in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("name", ["X-Shop", "Date", "", "content_security_policy"])
def test_other_fields_are_in_no_catalogue(name: str) -> None:
    assert find(name) is None


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_each_purpose_is_sentences_and_each_header_has_a_source(entry: object) -> None:
    found = next(each for each in CATALOGUE if each is entry)
    assert found.purpose[0].isupper()
    assert found.purpose.endswith(".")
    assert found.specification


@pytest.mark.parametrize(
    ("name", "values"),
    [
        # headers-2026.md, section 0, "what our checker should accept", and section 1, third column.
        ("Strict-Transport-Security", {"max-age=31536000; includeSubDomains"}),
        (
            "Referrer-Policy",
            {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"},
        ),
        ("Cross-Origin-Resource-Policy", {"same-origin", "same-site", "cross-origin"}),
        ("Cross-Origin-Embedder-Policy", {"require-corp", "credentialless"}),
        (
            "Cross-Origin-Opener-Policy",
            {"same-origin", "same-origin-allow-popups", "noopener-allow-popups"},
        ),
        ("X-Frame-Options", {"DENY", "SAMEORIGIN"}),
        ("X-Content-Type-Options", {"nosniff"}),
        ("X-XSS-Protection", {"0"}),
        ("Origin-Agent-Cluster", {"?1"}),
        ("Clear-Site-Data", {'"cookies", "storage"'}),
        ("X-Permitted-Cross-Domain-Policies", {"none"}),
        ("X-DNS-Prefetch-Control", {"off"}),
    ],
)
def test_the_values_the_authorities_recommend_are_recommended(name: str, values: set[str]) -> None:
    entry = find(name)
    assert entry
    assert values <= set(entry.recommended)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        # headers-2026.md, section 1, second column.
        ("X-XSS-Protection", Status.REMOVED),
        ("Expect-CT", Status.REMOVED),
        ("Public-Key-Pins", Status.REMOVED),
        ("X-Download-Options", Status.REMOVED),
        ("Report-To", Status.REPLACED),
        ("Feature-Policy", Status.REPLACED),
        ("Permissions-Policy", Status.LIMITED),
        ("Document-Isolation-Policy", Status.EXPERIMENTAL),
        ("NEL", Status.EXPERIMENTAL),
        ("Secure-Session-Registration", Status.EXPERIMENTAL),
        ("Content-Security-Policy", Status.STANDARD),
        ("Strict-Transport-Security", Status.STANDARD),
        ("Cross-Origin-Opener-Policy", Status.STANDARD),
    ],
)
def test_the_status_is_that_of_november_2026(name: str, status: Status) -> None:
    entry = find(name)
    assert entry
    assert entry.status is status


def test_no_page_should_send_what_is_removed_or_tells_attackers_something() -> None:
    for entry in CATALOGUE:
        if entry.status in (Status.REMOVED, Status.HARMFUL):
            assert entry.scope is Scope.NONE, entry.name
