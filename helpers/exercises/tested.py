"""Tests that learners wrote, run on apps that they reach by requests alone, wherever these are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Request as Asked
from werkzeug.wrappers import Response as Answer

from helpers.exchange import Request, Response, describe, once
from helpers.exercises import Evidence, Json, Tests

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TEXT_LIMIT = 500
"""Characters of how one function failed."""

Test = Callable[[Any], Any]
Reach = Callable[[Request], Response]
Unlock = Callable[[int], Reach]
"""Makes the app at that place afresh, and gives what asks it."""


def here(probe: Tests) -> Unlock:
    """The apps in this process, in their order."""
    return lambda place: partial(once, probe.apps[place]())


def failures(functions: Sequence[Test], probe: Tests, unlock: Unlock) -> Json:
    """For each app the functions that fail on it, and how; each gets a client of its own."""
    like = probe.like()
    found = []
    for place in range(len(probe.apps)):
        like.wsgi_app = _asking(unlock(place))
        said = [(_name(each), _failure(each, like.test_client())) for each in functions]
        found.append([f"{name}: {why}"[:TEXT_LIMIT] for name, why in said if why])
    return {"tests": [_name(each) for each in functions], "failures": found}


def in_order(evidence: Evidence, order: Sequence[int]) -> Evidence:
    """The same with the failures in the apps' order; ``order`` says which app was at each place.

    Anything but what ``failures`` gives stays as it is.
    """
    value = evidence.value
    given = value.get("failures") if isinstance(value, dict) else None
    if not order or not isinstance(given, list) or len(given) != len(order):
        return evidence
    return replace(
        evidence, value=value | {"failures": [given[order.index(n)] for n in sorted(order)]}
    )


def _asking(reach: Reach) -> WSGIApplication:
    """The application that asks elsewhere whatever it is asked."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = Asked(environ)
        url, body = iri_to_uri(asked.url), asked.get_data()
        request = Request(method=asked.method, url=url, headers=tuple(asked.headers), body=body)
        response = reach(request)
        answer = Answer([response.body], response.status, list(response.headers))
        return answer(environ, start_response)

    return application


def _failure(function: Test, client: Any) -> str:
    try:
        function(client)
    except (SystemExit, Exception) as error:
        return describe(error)
    return ""


def _name(function: Any) -> str:
    return str(getattr(function, "__name__", type(function).__name__))
