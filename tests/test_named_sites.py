"""What an attacker reads out of a policy. Sources are those of CSP Level 3, section 2.3.1."""

from __future__ import annotations

import pytest

from helpers.csp import Policy
from helpers.exercises.named_sites import attempts, beyond, elsewhere, named

PAGE = "https://shop.test/"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("*", "https://evil.test/"),
        ("https:", "https://evil.test/"),
        ("wss:", "wss://evil.test/"),
        ("cdn.test", "https://cdn.test/"),
        ("*.cdn.test", "https://other.cdn.test/"),
        ("https://cdn.test:*", "https://cdn.test:8443/"),
        ("https://cdn.test:444/lib/", "https://cdn.test:444/lib/"),
        ("http://cdn.test/a.js", "http://cdn.test/a.js"),
    ],
)
def test_the_policy_allows_the_address_that_it_names(source: str, address: str) -> None:
    policy = Policy(f"connect-src {source}")
    assert list(named(policy, "connect")) == [address]
    assert policy.allows("connect", address, page=PAGE)


@pytest.mark.parametrize(
    "source", ["'self'", "'none'", "data:", "self", "img-src", "https://a.test:99999", "1.2.3.999"]
)
def test_what_is_no_site_names_none(source: str) -> None:
    assert not list(named(Policy(f"connect-src {source}"), "connect"))


def tried(policy: str, widest: str) -> list[tuple[str, str]]:
    """What is tried, without what is tried of each policy."""
    every = attempts(Policy(policy), Policy(widest), PAGE)
    return [each for each in every if each not in attempts(Policy(), Policy(widest), PAGE)]


def test_a_fallback_names_sites_for_every_kind_and_a_directive_for_its_own() -> None:
    policy = "default-src 'self' https://a.test; img-src https://b.test"
    assert tried(policy, "default-src https://a.test") == [("img", "https://b.test/")]


def test_a_host_is_tried_for_the_kinds_for_which_it_is_not_needed() -> None:
    policy = "script-src https://a.test; style-src https://a.test"
    assert tried(policy, "script-src https://a.test; style-src b.test") == [
        ("style", "https://a.test/")
    ]


@pytest.mark.parametrize("source", ["http://a.test", "https://a.test:443", "a.test", "'self'"])
def test_the_same_host_otherwise_is_not_tried(source: str) -> None:
    assert not tried(f"img-src {source}", "img-src 'self' https://a.test")


@pytest.mark.parametrize("source", ["https://a.test:*", "a.test:8443"])
def test_another_port_of_the_same_host_is_tried(source: str) -> None:
    assert tried(f"img-src {source}", "img-src 'self' https://a.test") == [
        ("img", "https://a.test:8443/")
    ]


def test_what_comes_from_no_site_is_tried_where_it_is_not_needed() -> None:
    everything = attempts(Policy(), Policy("default-src 'none'"), PAGE)
    needed = attempts(Policy(), Policy("default-src 'none'; style-src 'unsafe-inline'"), PAGE)
    assert {*everything} - {*needed} == {("inline-style", ""), ("style-attribute", "")}
    assert {("font", "data:"), ("script", "blob:"), ("eval", "")} < {*needed}


def test_an_image_in_an_object_is_no_matter_of_frame_src() -> None:
    policy = Policy("frame-src 'none'; object-src *")
    (address,) = named(policy, "object")
    assert policy.allows("object", address, page=PAGE)


def test_another_scheme_is_another_origin() -> None:
    policy = Policy("form-action https://pay.test http://pay.test https://pay.test:443")
    assert elsewhere(policy, "form-action", ["https://pay.test"]) == ["http://pay.test/"]


def test_a_page_asks_for_nothing_beyond_what_it_needs() -> None:
    asked = beyond([("img", "https://a.test/x.png"), ("font", "data:,x")], ["https://evil.test/x"])
    needless = Policy("default-src 'none'; img-src a.test; font-src data:")
    assert not any(needless.allows(kind, url, page=PAGE) for kind, url in asked)
    for wide in ("media-src a.test", "img-src *", "font-src data: blob:", "worker-src blob:"):
        policy = Policy(f"default-src 'none'; {wide}")
        assert any(policy.allows(kind, url, page=PAGE) for kind, url in asked), wide
