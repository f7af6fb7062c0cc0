"""Tests that learners wrote, run on apps that they reach by requests alone, wherever these are."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_cookie
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Request as Asked
from werkzeug.wrappers import Response as Answer

from helpers.deadline import GivenUp
from helpers.exchange import Request, Response, describe, once
from helpers.exercises import Evidence, Json, Tests

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

TEXT_LIMIT = 500
"""Characters of how one function failed."""

Test = Callable[[Any], Any]
Reach = Callable[[Request], Response]
Unlock = Callable[[int, Sequence[str]], Reach]
"""Makes the app at that place afresh, and gives what asks it; takes what failed on the app before.

A place behind the last has no app.
"""


def here(probe: Tests) -> Unlock:
    """The apps in this process, in their order."""
    return lambda place, _: partial(once, [*probe.apps, dict][place]())


def failures(functions: Sequence[Test], probe: Tests, unlock: Unlock) -> Json:
    """For each app the functions that fail on it, and how; each gets a client of its own."""
    like = probe.like()
    found: list[list[str]] = []
    for place in range(len(probe.apps)):
        like.wsgi_app = _asking(like, unlock(place, found[-1] if found else ()))
        said = [(_name(each), _failure(each, like.test_client())) for each in functions]
        found.append([f"{name}: {why}"[:TEXT_LIMIT] for name, why in said if why])
    unlock(len(probe.apps), found[-1])
    return {"tests": [_name(each) for each in functions], "failures": found}


def digest(failed: Sequence[str]) -> str:
    """What failed on one app, short enough to be held against what is claimed later."""
    return sha256(json.dumps([*failed]).encode()).hexdigest()


@dataclass(frozen=True)
class Order:
    """Which app stood at each place, and for each place in turn the digest of what failed there."""

    apps: Sequence[int]
    digests: Sequence[str]


def in_order(evidence: Evidence, order: Order) -> Evidence:
    """The same with the failures in the apps' order, where they are what was said at the time.

    Anything but what ``failures`` gives stays as it is.
    """
    value = evidence.value
    given = value.get("failures") if isinstance(value, dict) else None
    if not isinstance(given, list):
        return evidence
    if [*map(digest, given)] != [*order.digests] or len(given) != len(order.apps):
        return Evidence(failure="Your tests did not say of each app what failed on it.")
    places = sorted(range(len(given)), key=order.apps.__getitem__)
    return replace(evidence, value=value | {"failures": [given[place] for place in places]})


def _asking(like: Flask, reach: Reach) -> WSGIApplication:
    """The application that asks elsewhere whatever it is asked.

    For a test that says ``with client:`` it leaves the context that ``like`` would leave.
    """

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = Asked(environ)
        url, body = iri_to_uri(asked.url), asked.get_data()
        request = Request(method=asked.method, url=url, headers=tuple(asked.headers), body=body)
        response = reach(request)
        if keep := environ.get("werkzeug.debug.preserve_context"):
            keep(_context(like, environ, body, response))
        answer = Answer([response.body], response.status, list(response.headers))
        return answer(environ, start_response)

    return application


@contextmanager
def _context(
    app: Flask, environ: WSGIEnvironment, body: bytes, response: Response
) -> Iterator[None]:
    """What a test may look at after a request: it, the session as it is then, and ``g``."""
    cookies = dict(parse_cookie(environ))
    for sent in response.all("Set-Cookie"):
        cookies |= parse_cookie(sent.partition(";")[0])
    cookie = "; ".join(map("=".join, cookies.items()))
    with app.request_context({**environ, "wsgi.input": BytesIO(body), "HTTP_COOKIE": cookie}):
        with suppress(HTTPException):  # a hook may refuse the request, as it did elsewhere
            app.preprocess_request()
        yield


def _failure(function: Test, client: Any) -> str:
    """How it fails: what pytest raises, as ``pytest.fail`` does, is no ``Exception``."""
    try:
        returned = function(client)
    except (KeyboardInterrupt, GivenUp):
        raise
    except BaseException as error:
        return "" if type(error).__name__ == "Skipped" else describe(error)
    if isinstance(returned, bool):
        return f"it returns {returned}, which no one looks at: what must hold is asserted"
    if isinstance(returned, (Coroutine, Generator)):
        returned.close()
        return "calling it runs nothing of it, as it has await or yield in it"
    return ""


def _name(function: Any) -> str:
    return str(getattr(function, "__name__", type(function).__name__))
