"""Origins, by the examples of RFC 6454, section 3.2.1, and of HTML, "same origin"."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from helpers import cookies
from helpers import origin as origins
from helpers.exchange import Response
from helpers.framing import may_frame
from helpers.integrity import runs
from helpers.origin import origin, same_origin
from helpers.permissions import may_use


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://example.com:80/",
        "http://example.com/path/file",
        "HTTP://EXAMPLE.com",
    ],
)
def test_these_have_the_same_origin(url: str) -> None:
    assert origin(url) == "http://example.com"
    assert same_origin(url, "http://example.com/")


def test_each_of_these_has_another_origin() -> None:
    urls = [
        "http://example.com/",
        "http://example.com:8080/",
        "http://www.example.com/",
        "https://example.com:80/",
        "https://example.com/",
        "http://example.org/",
        "http://[::1]/",
    ]
    assert len({origin(url) for url in urls}) == len(urls)


@pytest.mark.parametrize(
    "url", ["data:text/html,x", "about:blank", "x", "", "https://a.test:99999/", "https://[::1/"]
)
def test_what_has_no_origin_of_a_site_is_of_the_same_as_nothing(url: str) -> None:
    assert origin(url) == "null"
    assert not same_origin(url, url)


def test_the_port_of_the_scheme_may_be_written_wherever_origins_are_compared() -> None:
    page, framed = "https://shop.test:443/", Response(headers=(("X-Frame-Options", "SAMEORIGIN"),))
    assert may_frame(framed, page, "https://shop.test/")
    camera = Response(headers=(("Permissions-Policy", "camera=(self)"),))
    assert may_use(camera, page, "camera", "https://shop.test")
    shared = (
        ("Content-Type", "text/javascript"),
        ("Access-Control-Allow-Origin", "https://a.test"),
    )
    assert runs(
        {"crossorigin": ""}, Response(headers=shared), "https://b.test/x.js", "https://a.test:443/"
    )


@pytest.mark.parametrize(("module", "examples"), [(origins, 1), (cookies, 3)])
def test_its_examples_hold(module: ModuleType, examples: int) -> None:
    assert doctest.testmod(module) == (0, examples)
