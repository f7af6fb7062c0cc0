"""Permissions-Policy is read as Chromium reads it, asked in the same run."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from helpers import browser, web
from helpers.exchange import Response
from helpers.permissions import may_use

VALUES = (
    'geolocation=(self "https://maps.test"), camera=(), fullscreen=*',
    "geolocation 'self'; camera 'none'",  # M82: the syntax of Feature-Policy
    "geolocation=('self')",
    'geolocation=("self")',
    "geolocation=self",
    "geolocation=none",
    "geolocation=(none)",
    "geolocation=(src)",
    "geolocation=(*)",
    "geolocation=?0",
    "geolocation",
    "camera=(), camera=*",
    "Geolocation=()",
    'geolocation="https://maps.test"',
    'geolocation=("https://*.maps.test")',
    'geolocation=(self "https://maps.test/path")',
    'geolocation=(self, "https://maps.test")',
    "geolocation=(self https://maps.test)",
    "geolocation=();camera=()",
    "geolocation=*, bogus=()",
)
FEATURES = ("geolocation", "camera")
ORIGINS = ("https://maps.test", "https://a.maps.test", "https://evil.test")
ASK = "features => features.map(name => document.featurePolicy.getAllowlistForFeature(name))"


def site(number: int) -> str:
    return f"https://page{number}.test"


def _look(page: Any) -> list[Any]:
    found = []
    for number, _ in enumerate(VALUES):
        page.goto(site(number))
        found.append(page.evaluate(ASK, FEATURES))
    return found


@pytest.fixture(scope="module")
def allowlists() -> Any:
    """For each value and feature, the allowlist that Chromium made of it."""
    for number, value in enumerate(VALUES):
        app = Flask("page")
        app.add_url_rule("/", view_func=lambda v=value: ("", {"Permissions-Policy": v}))
        web.site(site(number).removeprefix("https://"), app)
    played = browser.play(_look)
    assert not played.problem
    return played.facts["result"]


def covered(allowlist: list[str], own: str, origin: str) -> bool:
    """Whether Chromium's list lets an origin in; a list of the page alone is also the default."""
    wildcard = origin == "https://a.maps.test" and "https://*.maps.test" in allowlist
    return "*" in allowlist or origin in allowlist or wildcard


@pytest.mark.parametrize("number", range(len(VALUES)), ids=VALUES.__getitem__)
def test_a_feature_is_kept_for_those_chromium_lists(number: int, allowlists: Any) -> None:
    response = Response(headers=(("Permissions-Policy", VALUES[number]),))
    for feature, allowlist in zip(FEATURES, allowlists[number], strict=True):
        own = site(number)
        assert bool(may_use(response, own + "/", feature, own)) is covered(allowlist, own, own)
        if allowlist == [own]:  # by the header, or because the header says nothing
            continue
        for origin in ORIGINS:
            said = may_use(response, own + "/", feature, origin)
            wanted = covered(allowlist, own, own) and covered(allowlist, own, origin)
            assert bool(said) is wanted, (feature, origin, said.why)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "none came"),
        ({"Feature-Policy": "camera 'none'"}, "Feature-Policy is the old name"),
        ({"Permissions-Policy": "camera 'none'"}, "the whole header is dropped"),
        ({"Permissions-Policy": "midi=()"}, "says nothing about camera"),
    ],
)
def test_what_forbids_nothing_says_why(fields: dict[str, str], why: str) -> None:
    verdict = may_use(
        Response(headers=tuple(fields.items())), "https://a.test/", "camera", "https://a.test"
    )
    assert verdict
    assert why in verdict.why
