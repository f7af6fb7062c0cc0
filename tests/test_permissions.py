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
    "geolocation=(\"'self'\")",
    "geolocation=(\"'src'\" \"'none'\")",
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
    'geolocation=("https://maps.test")',
    'geolocation=("https://*.maps.test")',
    'geolocation=(self "https://*.maps.test")',
    'geolocation=(self "https://maps.test/path")',
    'geolocation=(self, "https://maps.test")',
    "geolocation=(self https://maps.test)",
    "geolocation=();camera=()",
    "geolocation=*, bogus=()",
    'geolocation="*"',
    'geolocation=(self "*")',
    'geolocation=(self "https:")',
    'geolocation=(self "http:")',
    'geolocation=(self "https://*")',
    'geolocation=(self "http://*")',
    'geolocation=(self "https://*:443")',
    'geolocation=(self "https://*:80")',
    'geolocation=(self "https://maps.test:*")',
    'geolocation=(self "https://maps.test:443")',
    'geolocation=(self "https://maps.test:8443")',
    'geolocation=(self "http://maps.test")',
    'geolocation=(self "http://maps.test:*")',
    'geolocation=(self "http://*.maps.test")',
    'geolocation=(self "HTTPS://MAPS.test")',
    'geolocation=(self "maps.test")',
    'geolocation=(self "*.test")',
    'geolocation=(self "https://*.*.test")',
    'geolocation=(self "https://maps.test?x")',
    'geolocation=(self "https://maps.test/?x#y")',
    'geolocation=(self "https://maps.test#x")',
    'geolocation=(self " https://maps.test")',
    'geolocation=(self "https://ann@maps.test")',
    'geolocation=(self "https://maps.test/a b")',
    'geolocation=(self "https://maps.test.")',
    'geolocation=(self "wss://maps.test")',
    'geolocation=(self "data:" "null" "")',
    "geolocation=(self 7 src)",
    'geolocation=(* "https://maps.test")',
)
FEATURES = ("geolocation", "camera")
ORIGINS = ("https://maps.test", "https://a.maps.test", "https://evil.test")
ASK = "features => features.map(name => document.featurePolicy.allowsFeature(name))"


def site(number: int) -> str:
    return f"https://page{number}.test"


def _look(page: Any, number: int) -> dict[str, list[bool]]:
    page.goto(site(number))
    return {frame.url.strip("/"): frame.evaluate(ASK, FEATURES) for frame in page.frames}


@pytest.fixture(scope="module", autouse=True)
def online() -> None:
    """A page for each value, with a frame of each origin in it."""
    frames = "".join(
        f'<iframe src="{url}" allow="geolocation; camera"></iframe>' for url in ORIGINS
    )
    for number, value in enumerate(VALUES):
        app = Flask("page")
        app.add_url_rule("/", view_func=lambda v=value: (frames, {"Permissions-Policy": v}))
        web.site(site(number).removeprefix("https://"), app)
    for url in ORIGINS:
        web.site(url.removeprefix("https://"), Flask("frame"))


@pytest.mark.parametrize("number", range(len(VALUES)), ids=VALUES.__getitem__)
def test_a_feature_is_kept_for_those_who_may_use_it_in_chromium(number: int) -> None:
    played = browser.play(_look, number)
    assert not played.problem, played.problem
    response = Response(headers=(("Permissions-Policy", VALUES[number]),))
    assert set(played.facts) == {site(number), *ORIGINS}
    for origin, may in played.facts.items():
        assert isinstance(may, list)
        for feature, expected in zip(FEATURES, may, strict=True):
            said = may_use(response, site(number) + "/", feature, origin)
            assert bool(said) is expected, (feature, origin, said.why)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "none came"),
        ({"Feature-Policy": "camera 'none'"}, "Feature-Policy is the old name"),
        ({"Permissions-Policy": "camera 'none'"}, "the whole header is dropped"),
        ({"Permissions-Policy": "midi=()"}, "says nothing about camera"),
        ({"Permissions-Policy": "midi=, camera=()"}, "a feature's value is missing"),
        ({"Permissions-Policy": 'midi=self "https://a.test"'}, "inside the feature's brackets"),
        ({"Permissions-Policy": "midi=() camera=()"}, "a comma is missing"),
    ],
)
def test_what_forbids_nothing_says_why(fields: dict[str, str], why: str) -> None:
    verdict = may_use(
        Response(headers=tuple(fields.items())), "https://a.test/", "camera", "https://a.test"
    )
    assert verdict
    assert why in verdict.why
