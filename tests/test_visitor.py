"""A visitor's requests, beside those that Werkzeug's own builder makes."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from helpers.exchange import Request
from helpers.exercises import Value, registry
from helpers.visitor import environ_of

SHOP = "https://shop.test"
TEXT = st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "S"]), max_size=20)


def from_werkzeug(request: Request) -> dict[str, Any]:
    parts = urlsplit(request.url)
    builder = EnvironBuilder(
        (parts.path or "/") + f"?{parts.query}" * bool(parts.query),
        base_url=f"{parts.scheme}://{parts.netloc}",
        method=request.method,
        headers=list(request.headers),
        data=request.body or None,
        environ_base={"REMOTE_ADDR": request.sender},
    )
    environ = builder.get_environ()
    if "HTTP_TRANSFER_ENCODING" in environ:  # of a body in chunks a server knows no length
        environ.pop("CONTENT_LENGTH", None)
        environ["wsgi.input_terminated"] = True
    return told(environ)


def told(environ: dict[str, Any]) -> dict[str, Any]:
    body = environ.pop("wsgi.input").read()
    del environ["wsgi.errors"]
    return {**environ, "body": body}


@pytest.mark.parametrize(
    "name", [n for n, e in registry().items() if not isinstance(e.probe, Value)]
)
def test_each_request_of_an_exercise_is_the_one_that_werkzeug_makes(name: str) -> None:
    probe = registry()[name].probe
    assert not isinstance(probe, Value)
    for request in probe.draw(Random(name)):
        assert told(environ_of(request)) == from_werkzeug(request)


@given(
    path=TEXT.map("/a{}".format),  # it takes //a for a host
    fields=st.lists(
        st.tuples(st.sampled_from(["Cookie", "X-One", "x-one", "Host", "Content-Type"]), TEXT)
    ),
    body=st.binary(),
)
def test_any_request_is_the_one_that_werkzeug_makes(
    path: str, fields: list[tuple[str, str]], body: bytes
) -> None:
    request = Request(method="POST", url=SHOP + path, headers=tuple(fields), body=body)
    assert told(environ_of(request)) == from_werkzeug(request)
