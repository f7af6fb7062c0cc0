"""Asking an answer that makes apps, or changes them: each host's requests go to its own app."""

from __future__ import annotations

import sys
from collections import deque
from functools import partial
from types import MappingProxyType
from typing import Any

import pytest
from flask import Blueprint, Flask, session
from werkzeug.datastructures import ContentSecurityPolicy, Headers

from helpers.exchange import get
from helpers.exercises import Call, Evidence, Exercise, Factory, registry, stops
from helpers.exercises.asking import ask, baseline


def create_app(environment: str) -> Flask:
    app = Flask("made")
    app.secret_key = "k"

    @app.get("/")
    def home() -> str:
        session["visits"] = session.get("visits", 0) + 1
        return f"{environment} {session['visits']}"

    return app


ASKED = [
    get("/", "http://laptop.test"),
    get("/", "http://laptop.test"),
    get("/", "https://shop.test"),
    get("/", "http://shop.test"),
    get("/", "http://laptop.test:5000"),
]
EXERCISE = Exercise(
    "90-5",
    "A factory",
    "create_app",
    Factory(ASKED, create_app, {"laptop.test": "development", "shop.test": "production"}),
    [stops("Never judged here", lambda *_: None)],
    ["A hint"],
)


def bodies(evidence: Evidence) -> list[str]:
    return [each.response.text for each in evidence.exchanges if each.response]


def test_each_host_is_answered_by_the_app_of_its_word() -> None:
    evidence = ask(EXERCISE, create_app, ASKED)
    assert [each.request for each in evidence.exchanges] == ASKED
    # Cookies go along from one request to the next of the same run, and an app is made anew.
    wanted = ["development 1", "development 2", "production 1", "production 2", "development 1"]
    assert bodies(evidence) == wanted
    assert bodies(baseline(EXERCISE, ASKED)) == wanted


def fails_in_production(environment: str) -> Flask:
    if environment == "production":
        raise KeyError("ENV")
    return create_app(environment)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (create_app("x"), 'Expected create_app to be a function to call as create_app("develop'),
        ("app", 'Expected create_app to be a function to call as create_app("development"); it is'),
        (lambda: None, "it is a function that cannot be called with 1 argument."),
        (None, "it is None."),
        (lambda environment: None, 'Expected create_app("development") to return the app; it'),
        (lambda environment: 5, "it returned something of type int."),
        (lambda environment: create_app, "it returned something of type function."),
        (fails_in_production, "Calling create_app(\"production\") raised KeyError: 'ENV', at line"),
        (lambda environment: sys.exit(3), 'Calling create_app("development") raised SystemExit'),
    ],
)
def test_what_makes_no_app_is_a_failure_that_names_the_call(answer: Any, failure: str) -> None:
    assert failure in ask(EXERCISE, answer, ASKED).failure


def test_a_hook_of_a_blueprint_is_idle_where_that_has_no_view() -> None:
    def factory(environment: str, *, views: bool) -> Flask:
        app, pages = create_app(environment), Blueprint("pages", __name__)
        pages.after_request(lambda response: response)
        if views:
            pages.add_url_rule("/pages", "pages", lambda: "pages")
        app.register_blueprint(pages)
        return app

    assert "blueprint 'pages'" in ask(EXERCISE, partial(factory, views=False), ASKED).idle
    assert ask(EXERCISE, partial(factory, views=True), ASKED).idle == ""


def test_a_function_is_called_for_each_host_before_the_first_is_asked() -> None:
    called: list[Flask] = []

    def count(app: Flask) -> None:
        number = len(called)
        called.append(app)
        app.add_url_rule("/", view_func=lambda: f"app {number} of {len(called)}")

    asked = [get("/", f"https://{host}.test") for host in ("first", "second", "first")]
    probe = Call(asked, lambda: Flask("given"))
    exercise = Exercise("90-6", "Calls", "count", probe, EXERCISE.requirements, EXERCISE.hints)
    assert bodies(ask(exercise, count, asked)) == ["app 0 of 2", "app 1 of 2", "app 0 of 2"]


def test_a_function_that_returns_its_hook_is_told_that_a_hook_is_no_app() -> None:
    """Flask's after_request returns the hook; nobody could ask it anything."""
    protects = Exercise("90-6", "A hook", "protect", Call(ASKED, lambda: Flask("shop")), [], [])

    def protect(app: Flask) -> Any:
        @app.after_request
        def add(response: Any) -> Any:
            return response

        return add

    assert ask(protects, protect, ASKED).failure == (
        "Expected protect(app) to change the app that it is called with, and to return that app "
        "or nothing; it returned the function add, which is no WSGI app."
    )


@pytest.mark.parametrize("in_place", [False, True])
def test_a_class_may_change_the_app_that_it_is_made_with(in_place: bool) -> None:
    class Protect:
        def __init__(self, app: Flask) -> None:
            app.add_url_rule("/", view_func=lambda: "changed")

    probe = Call(ASKED, lambda: Flask("shop"), in_place)
    exercise = Exercise("90-6", "A class", "Protect", probe, [], [])
    assert bodies(ask(exercise, Protect, ASKED))[0] == "changed"


@pytest.mark.parametrize("in_place", [False, True])
def test_another_flask_app_is_not_taken_for_the_one_that_was_given(in_place: bool) -> None:
    probe = Call(ASKED, lambda: Flask("shop"), in_place)
    exercise = Exercise("90-6", "Another", "protect", probe, [], [])
    failure = ask(exercise, lambda app: Flask("mine"), ASKED).failure
    assert failure.endswith("; it returned another Flask app.")


def test_a_class_that_cannot_be_made_is_told_which_argument_has_no_default() -> None:
    class SecurityHeaders:
        def __init__(self, app: Flask, name: str = "") -> None: ...

    failure = ask(registry()["14-2"], SecurityHeaders).failure
    assert failure == "Expected SecurityHeaders() to make one; its __init__ has no default for app."


class Wraps:
    """Middleware without a __call__."""

    def __init__(self, app: Any) -> None: ...


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (lambda app: None, "around the given one, to call with environ and start_response; it"),
        (Wraps, "it returned something of type Wraps, which is no WSGI app."),
        (Wraps(None), "it is of type Wraps."),
        (type("Bare", (), {}), "it is a class whose __init__ does not take that."),
    ],
)
def test_what_wraps_no_bare_wsgi_app_is_a_failure(answer: Any, failure: str) -> None:
    assert failure in ask(registry()["01-2"], answer, ASKED).failure


@pytest.mark.parametrize("value", [{"a": {"x"}.__iter__()}, {"a": [len]}, {"a": b"x"}, 1j])
def test_a_value_that_is_no_json_is_named(value: Any) -> None:
    failure = ask(registry()["04-3"], value).failure
    assert failure.startswith("Expected following")
    assert "to be plain data, as text, lists and dicts are; it is " in failure


def test_other_mappings_and_collections_are_dicts_and_lists() -> None:
    given = MappingProxyType({"a": {"x": 1}.keys(), "b": deque(["y"]), "c": {"z"}})
    assert ask(registry()["04-3"], given).value == {"a": ["x"], "b": ["y"], "c": ["z"]}


def test_werkzeugs_own_types_are_what_they_send() -> None:
    policy = ContentSecurityPolicy({"frame-ancestors": "'none'"})
    given = {"a": Headers({"X-Frame-Options": "DENY"}), "b": policy}
    wanted = {"a": {"X-Frame-Options": "DENY"}, "b": "frame-ancestors 'none'"}
    assert ask(registry()["03-2"], given).value == wanted
