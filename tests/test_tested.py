"""Learners' tests reach an app by requests alone, and see of it what Flask's own client sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g, request, session

from helpers import exercises
from helpers.exercises import Evidence
from helpers.exercises.tested import Order, digest, failures, here, in_order


def echo() -> Flask:
    app = Flask("echo")
    app.config.update(SECRET_KEY="k", PREFERRED_URL_SCHEME="https")

    @app.before_request
    def ask() -> None:
        g.asked = request.path

    @app.route("/ö", methods=["GET", "POST"])
    def said() -> Any:
        session["seen"] = session.get("seen", 0) + 1
        given = {"url": request.url, "args": request.args, "form": request.form}
        return {**given, "seen": session["seen"]}, {"X-Two": "a"}

    @app.after_request
    def twice(response: Any) -> Any:
        response.headers.add("X-Two", "b")
        return response

    return app


def asks(client: Any) -> list[Any]:
    """What a test may ask, and what it gets."""
    with client.session_transaction() as before:
        before["seen"] = 5
    answers = [
        client.get("/ö?q=1&q=2"),
        client.get("/ö", query_string={"q": "ü"}, base_url="http://shop.test:81"),
        client.post("/ö", data={"word": "ü", "more": "x"}),
        client.head("/ö"),
        client.get("/nowhere", headers={"Accept": "text/html"}),
    ]
    for each in answers:
        del each.headers["Set-Cookie"]  # it holds the time; what it says is in the next answer
    fields = [sorted(each.headers.to_wsgi_list()) for each in answers]
    return [[each.text, each.status, field] for each, field in zip(answers, fields, strict=True)]


def test_a_client_of_an_app_elsewhere_sees_what_flasks_own_client_sees() -> None:
    seen: list[Any] = []
    probe = exercises.Tests(apps=[echo], like=echo)
    found = failures([lambda client: seen.append(asks(client))], probe, here(probe))
    assert found["failures"] == [[]]
    assert seen == [asks(echo().test_client())]


def looks_inside(client: Any) -> list[Any]:
    """What a test may look at after a request, while it holds the client (Flask, testing)."""
    seen = []
    with client:
        for path in ("/ö?q=1", "/ö"):
            client.post(path, data={"word": "ü"})
            seen += [session["seen"], request.method, request.full_path, request.form["word"]]
            seen.append(g.asked)
    return seen


def test_a_test_that_holds_the_client_sees_the_request_the_session_and_g() -> None:
    seen: list[Any] = []
    probe = exercises.Tests(apps=[echo], like=echo)
    found = failures([lambda client: seen.append(looks_inside(client))], probe, here(probe))
    assert found["failures"] == [[]]
    assert seen == [looks_inside(echo().test_client())]


def no_header(client: Any) -> None:
    client.get("/ö").headers["X-Three"]


def claims(client: Any) -> None:
    assert client.get("/ö").status_code == 404


def finds_nothing_raised(client: Any) -> None:
    with pytest.raises(KeyError):
        client.get("/ö")


async def waits(client: Any) -> None: ...


def yields(client: Any) -> Any:
    yield client


def compares(client: Any) -> bool:
    return bool(client.get("/ö").status_code == 200)


def test_what_pytest_skips_has_not_failed() -> None:
    probe = exercises.Tests(apps=[echo], like=echo)
    assert failures([lambda _: pytest.skip("later")], probe, here(probe))["failures"] == [[]]


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (finds_nothing_raised, "finds_nothing_raised: Failed: DID NOT RAISE"),
        (waits, "waits: calling it runs nothing of it"),
        (yields, "yields: calling it runs nothing of it"),
        (compares, "compares: it returns True, which no one looks at"),
        (no_header, "no_header: KeyError: 'X-Three', at line "),
        (claims, "claims: AssertionError"),
    ],
)
def test_what_fails_says_how_and_where(function: Callable[[Any], Any], why: str) -> None:
    probe = exercises.Tests(apps=[echo, echo], like=echo)
    found = failures([function, lambda _: None], probe, here(probe))
    assert found["tests"] == [function.__name__, "<lambda>"]
    assert [[each.startswith(why) for each in lines] for lines in found["failures"]] == [[True]] * 2


def test_what_stood_in_a_drawn_order_is_put_in_the_apps_order() -> None:
    said = [["of 2"], ["of 0"], ["of 1"]]
    given = Evidence(value={"tests": ["t"], "failures": said})
    order = Order([2, 0, 1], [*map(digest, said)])
    assert in_order(given, order).value["failures"] == [["of 0"], ["of 1"], ["of 2"]]


@pytest.mark.parametrize("said", [[], [["of 2"], ["of 0"]], [["of 2"], ["of 1"], ["of 0"]]])
def test_what_was_not_said_at_the_time_does_not_count(said: list[list[str]]) -> None:
    given = Evidence(value={"tests": ["t"], "failures": [["of 2"], ["of 0"], ["of 1"]]})
    judged = in_order(given, Order([2, 0, 1], [*map(digest, said)]))
    assert (judged.value, bool(judged.failure)) == (None, True)


@pytest.mark.parametrize("value", [None, [], {"failures": 3}, {"x": []}])
def test_what_no_test_of_ours_gives_stays_as_it_is(value: Any) -> None:
    assert in_order(Evidence(value=value), Order([1, 0], [])).value == value
