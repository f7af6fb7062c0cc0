"""The judge decides on plain data: what is met, what that earns, and why the rest is not met."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from helpers.exchange import Exchange, Headers, Request, Response, get, post
from helpers.exercises import Evidence, Exercise, Requests, Value, no_worse, still, stops
from helpers.judge import Finding, State, judge


def sends(name: str) -> Any:
    """A judgement that every response has a field of that name."""

    def judgement(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange in evidence.exchanges:
            if exchange.response is None or exchange.response.header(name) is None:
                return f"Expected {exchange.request} to be answered with {name}."
        return None

    return judgement


def cannot_cope(evidence: Evidence, before: Evidence) -> str | None:
    raise KeyError("odd")


APP = Exercise(
    "90-1",
    "An app",
    "app",
    Requests([get("/"), get("/a")], lambda: None),
    [
        stops("The attack fails", sends("Defence")),
        still("The site works", sends("Content-Type")),
        no_worse("Nothing got worse", sends("Server")),
    ],
    ["A hint"],
)
VALUE = Exercise(
    "90-2",
    "A value",
    "choices",
    Value(given={"a": None}),
    [stops("a is one", lambda evidence, _: None if evidence.value == {"a": 1} else "No.")],
    ["A hint"],
)


def gave(*names: str, status: int = 200, body: bytes = b"hello", **more: str) -> Evidence:
    """An app that answers both requests with these fields."""
    fields: Headers = tuple((name, "x") for name in names)
    cookies = tuple(("Set-Cookie", value) for value in more.values())
    response = Response(status=status, headers=fields + cookies, body=body)
    asked = (get("/"), get("/a"))
    return Evidence(exchanges=tuple(Exchange(request, response) for request in asked))


def silent(raised: str) -> Evidence:
    """An app that answers the first request and not the second."""
    first, second = gave("Defence", "Content-Type", "Server").exchanges
    return Evidence(exchanges=(first, Exchange(second.request, None, raised)))


BEFORE = gave("Content-Type", "Server")
SIGNED = "session=abc.{0}.sig; Expires=Tue, 0{0} Dec 2026 00:00:00 GMT; HttpOnly; Path=/"


@pytest.mark.parametrize(
    ("evidence", "state", "points"),
    [
        # architecture.md, "Exercises": points per requirement; not started apart from wrong;
        # an answer that only works, as what it started from did, earns nothing.
        (BEFORE, State.NOT_STARTED, 0),
        (gave("Server", "Content-Type"), State.NOT_STARTED, 0),
        (gave("Content-Type", "Server", "Other"), State.NOT_YET, 0),
        (gave("Content-Type", "Server", status=404), State.NOT_YET, 0),
        (gave("Content-Type", "Server", body=b""), State.NOT_YET, 0),
        (gave("Content-Type"), State.NOT_YET, 0),
        # lessons.md, "Never reward a broken site": a defence alone earns nothing either.
        (gave("Defence"), State.NOT_YET, 0),
        (gave("Defence", "Content-Type"), State.NOT_YET, 2),
        (gave("Defence", "Content-Type", "Server"), State.SOLVED, 3),
        (silent("E: x"), State.NOT_YET, 0),
        (Evidence(failure="It is no app."), State.NOT_YET, 0),
    ],
)
def test_points_are_for_requirements_met_once_an_attack_is_stopped_and_the_site_works(
    evidence: Evidence, state: State, points: int
) -> None:
    findings = judge(APP, evidence, BEFORE)
    assert (findings.state, findings.points, findings.max_points) == (state, points, 3)


@pytest.mark.parametrize(
    ("cookie", "state"),
    [
        # RFC 6265, section 4.1: Flask signs a session with the time, so value and date change.
        (SIGNED.format(2), State.NOT_STARTED),
        # The attributes do not change by themselves: an exercise may ask for exactly these.
        (f"{SIGNED.format(2)}; SameSite=Lax", State.NOT_YET),
        (SIGNED.format(1).replace("; HttpOnly", ""), State.NOT_YET),
        (SIGNED.format(1).replace("session", "__Host-session"), State.NOT_YET),
    ],
)
def test_a_cookie_that_differs_only_by_the_time_is_no_start(cookie: str, state: State) -> None:
    before = gave("Content-Type", cookie=SIGNED.format(1))
    assert judge(APP, gave("Content-Type", cookie=cookie), before).state is state


def sent(*nonces: str, page: str = "<script nonce={}>own()</script>") -> Evidence:
    """An app that names these nonces in its policy, one a response, and in its script tag."""
    exchanges = []
    for nonce in nonces:
        fields = (("Content-Security-Policy", f"script-src 'nonce-{nonce}'"),)
        response = Response(headers=fields, body=page.format(nonce).encode())
        exchanges.append(Exchange(get("/"), response))
    return Evidence(exchanges=tuple(exchanges))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        # CSP Level 3, section 7.1: a nonce is unique for each response, so it differs by itself.
        (sent("C3", "D4"), State.NOT_STARTED),
        # One that repeats is another behaviour: an exercise may begin with it, or end there.
        (sent("C3", "C3"), State.NOT_YET),
        (sent("C3", "D4", page="<script>own()</script>"), State.NOT_YET),
        (sent("C3", "D4", page="<script nonce={}>other()</script>"), State.NOT_YET),
    ],
)
def test_nonces_that_are_new_are_no_start(now: Evidence, state: State) -> None:
    assert judge(APP, now, sent("A1", "B2")).state is state


def test_what_repeats_no_nonce_has_changed_what_did() -> None:
    assert judge(APP, sent("C3", "D4"), sent("A1", "A1")).state is State.NOT_YET


@pytest.mark.parametrize(
    ("value", "state", "points"),
    [
        ({"a": None}, State.NOT_STARTED, 0),
        (None, State.NOT_STARTED, 0),
        ({"a": None, "b": {"c": None}}, State.NOT_STARTED, 0),
        ({"a": 0}, State.NOT_YET, 0),
        ({"a": False}, State.NOT_YET, 0),
        ([], State.NOT_YET, 0),
        ("", State.NOT_YET, 0),
        ({"a": 1}, State.SOLVED, 1),
    ],
)
def test_a_value_is_started_once_one_blank_is_filled_in(
    value: Any, state: State, points: int
) -> None:
    findings = judge(VALUE, Evidence(value=value), Evidence(value={"a": None}))
    assert (findings.state, findings.points) == (state, points)


@pytest.mark.parametrize(
    ("value", "kind"), [([1], "a list, a tuple or a set"), ("x", "text"), (7, "of type int")]
)
def test_a_value_of_another_kind_is_told_once(value: Any, kind: str) -> None:
    findings = judge(VALUE, Evidence(value=value), Evidence(value={"a": None}))
    assert findings.failure.endswith(f" to be a dict; it is {kind}.")
    assert not findings.requirements


def test_each_requirement_not_met_says_why() -> None:
    assert judge(APP, gave("Defence"), BEFORE).requirements == (
        Finding("The attack fails", True),
        Finding("The site works", False, "Expected GET / to be answered with Content-Type."),
        Finding("Nothing got worse", False, "Expected GET / to be answered with Server."),
    )


def test_a_request_without_an_answer_is_named_with_what_was_raised() -> None:
    failure = judge(APP, silent("ValueError: x, at line 3 of your cell"), BEFORE).failure
    assert "GET /a" in failure
    assert "ValueError: x, at line 3 of your cell" in failure


@pytest.mark.parametrize(
    ("raised", "why"),
    [
        (
            "AttributeError: 'NoneType' object has no attribute 'headers'",
            "Did your hook return None to the next one? End it with return response.",
        ),
        (
            "TypeError: 'NoneType' object is not callable",
            "An after_request hook returned None, or is None: end it with return response.",
        ),
        (
            "TypeError: protect.<locals>.f() takes 0 positional arguments but 1 was given",
            "A hook of after_request takes one argument, the response.",
        ),
        ("KeyError: 'X-Frame-Options', at line 3", "the one added last runs first."),
        ("KeyError: 'name', at line 3", "at line 3."),
        ("KeyError: 'img-src', at line 3", "at line 3."),
        ("KeyError: 'document-uri', at line 3", "look before you take it out."),
        (
            "TypeError: 'NoneType' object is not callable, at line 3: self.app(environ, start)",
            "End a hook with return response.",
        ),
        ("TypeError: 'NoneType' object is not callable, at line 3: self.f(name)", "f(name)."),
        ("KeyError: 'Server', at line 3: response.headers.pop('Server')", "no hook sees it."),
        ("KeyError: 'server', at line 3: PLACES['server']", "PLACES['server']."),
    ],
)
def test_what_an_error_often_comes_from_is_said(raised: str, why: str) -> None:
    failure = judge(APP, silent(raised), BEFORE).failure
    assert failure.endswith(why)


@pytest.mark.parametrize(
    ("raised", "why"),
    [
        ("KeyError: 'ENV', at line 3: app.config['ENV']", "use a word or a setting of your own."),
        ("KeyError: 'ENV', at line 3: os.environ['ENV']", "os.environ['ENV']."),
        ("ImportError: cannot import name 'A' from 'flask_a'", "before you rely on it."),
        ("AssertionError: 'route' can no longer be called on the application", "a fresh one."),
        # What holds of a hook's errors may not hold where the app is made.
        ("KeyError: 'X-Frame-Options', at line 3", "at line 3."),
    ],
)
def test_what_an_error_where_the_app_is_made_comes_from_is_said(raised: str, why: str) -> None:
    evidence = Evidence(failure=f"Calling secure(app) raised {raised}.")
    assert judge(APP, evidence, BEFORE).failure.endswith(why)


def test_that_a_hook_never_runs_is_said_where_nothing_else_has_changed() -> None:
    unchanged, changed = replace(BEFORE, idle="Why."), replace(gave("Defence"), idle="Why.")
    found = judge(APP, unchanged, BEFORE)
    assert (found.state, found.failure) == (State.NOT_YET, "Why.")
    assert judge(APP, changed, BEFORE).failure == ""


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (post("/reports", what="ä & b"), "what='ä & b'."),
        (post("/reports", what="", why="x" * 500), "what='', why='xxx"),
        (
            Request(method="POST", url="https://shop.test/reports", body=b"[\xff]"),
            "b'[\\xff]'",
        ),
    ],
)
def test_the_body_on_which_an_app_raises_is_shown_and_cut_short(sent: Request, shown: str) -> None:
    gave_nothing = Evidence(exchanges=(Exchange(sent, None, "ValueError: x"),))
    failure = judge(APP, gave_nothing, BEFORE).failure
    raised = "Expected an answer to POST /reports; your app raised ValueError: x."
    assert failure.startswith(f"{raised} Sent was {shown}")
    assert len(failure) < 300


def test_a_judgement_that_cannot_cope_spoils_no_other() -> None:
    requirements = [*APP.requirements, still("Odd answers are judged", cannot_cope)]
    odd = Exercise("90-4", "Odd", "app", APP.probe, requirements, ["A hint"])
    findings = judge(odd, gave("Defence", "Content-Type", "Server"), BEFORE)
    assert (findings.state, findings.points, findings.max_points) == (State.NOT_YET, 3, 4)
    assert findings.requirements[-1].why == "This could not be judged: KeyError: 'odd'"


@pytest.mark.parametrize(
    ("exercise", "headers", "until"),
    [
        (APP, ["Content-Type", "Server"], ("The attack fails",)),
        (APP, ["Defence"], ("The site works",)),
        (APP, ["Defence", "Content-Type"], ()),
        (VALUE, ["Content-Type", "Server"], ()),
    ],
)
def test_what_is_met_and_earns_nothing_yet_says_until_when(
    exercise: Exercise, headers: list[str], until: tuple[str, ...]
) -> None:
    assert judge(exercise, gave(*headers), gave("Content-Type")).until == until
