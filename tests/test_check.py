"""``check`` answers whatever a learner hands in, in a learner's words, and never raises."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response

from helpers.check import check, hint, progress
from helpers.exercises import Exercise

GENEROUS = 30.0
"""Seconds a test waits for what should happen at once, before it fails."""

pytestmark = pytest.mark.usefixtures("course")


def hello() -> Flask:
    """What the learner starts from, as in conftest."""
    app = Flask("hello")
    app.add_url_rule("/", "home", lambda: "hello")
    app.add_url_rule("/<name>", "named", lambda name: f"hello {name}")
    return app


def nosniff(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def solve(app: Flask) -> None:
    app.after_request(nosniff)


def answered_by(view: Callable[..., Any]) -> Flask:
    """An app whose every page is that view."""
    app = Flask("mine")
    app.add_url_rule("/", "home", view)
    app.add_url_rule("/<path:name>", "named", view)
    return app


def raises(**_: str) -> str:
    return str(1 / 0)


def gives_none(**_: str) -> Any:
    return None


def gives_a_number(**_: str) -> Any:
    return 5


def exits(**_: str) -> str:
    sys.exit(3)


def redirects_for_ever(**_: str) -> Response:
    return Response(status=302, headers={"Location": "/"})


def streams_for_ever(**_: str) -> Response:
    def chunks() -> Iterator[bytes]:
        while True:
            yield b"x" * 10_000

    return Response(chunks())


def breaks_the_header(**_: str) -> Response:
    response = Response("hello")
    response.headers["X-Content-Type-Options"] = "no\nsniff"
    return response


def curly_quotes(**_: str) -> Response:
    return Response("hello", headers={"X-Content-Type-Options": "\u2018nosniff\u2019"})


def debugged() -> Flask:
    app = answered_by(raises)
    app.debug = True
    return app


def middleware_with_a_header_of(value: Any) -> Any:
    inner = hello()

    def wrapped(environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: Any, *rest: Any) -> Any:
            return start_response(status, [*headers, ("X-Content-Type-Options", value)], *rest)

        return inner(environ, start)

    return wrapped


def wrong_value(app: Flask) -> None:
    raise ValueError("not like this")


def calls_itself(app: Flask) -> None:
    calls_itself(app)


def returns_a_number(app: Flask) -> int:
    return 5


async def is_asynchronous(app: Flask) -> None: ...


class NoText:
    def __str__(self) -> str:
        raise ValueError("no text")

    __repr__ = __str__


itself: list[Any] = []
itself.append(itself)


@pytest.mark.parametrize(
    ("exercise", "answer", "said"),
    [
        # Answers of the wrong kind
        ("90-1", 42, "Expected app to be a Flask app; it is of type int."),
        ("90-1", "app", "Expected app to be a Flask app; it is of type str."),
        ("90-1", NoText(), "Expected app to be a Flask app; it is of type NoText."),
        ("90-1", Flask, "Expected app to be a Flask app; it is the class Flask, of which"),
        (
            "90-1",
            solve,
            "Expected app to be a Flask app; it is a function that cannot be called",
        ),
        ("90-2", {}, "it is of type dict."),
        ("90-2", hello(), "it is of type Flask."),
        ("90-3", object(), "of type object."),
        ("90-3", itself, "it holds itself"),
        ("90-3", {"a": NoText()}, "of type NoText."),
        # Answers that raise: the learner's own line is named
        ("90-1", answered_by(raises), "of test_check.py: return str(1 / 0)"),
        ("90-1", debugged(), "of test_check.py: return str(1 / 0)"),
        ("90-1", answered_by(exits), "of test_check.py: sys.exit(3)"),
        (
            "90-1",
            answered_by(breaks_the_header),
            'headers["X-Content-Type-Options"] = "no\\nsniff"',
        ),
        ("90-1", middleware_with_a_header_of(5), "of test_check.py: return start_response("),
        ("90-1", middleware_with_a_header_of(b"nosniff"), "is no text: b'nosniff'"),
        ("90-2", wrong_value, 'of test_check.py: raise ValueError("not like this")'),
        ("90-2", lambda app: sys.exit(3), "Calling secure(app) raised SystemExit: 3, at line"),
        ("90-2", calls_itself, "of test_check.py: calls_itself(app)"),
        # Answers that give nonsense
        ("90-1", answered_by(gives_none), "TypeError: The view function for 'home' did not return"),
        (
            "90-1",
            answered_by(gives_a_number),
            "TypeError: The view function did not return a valid",
        ),
        ("90-1", answered_by(curly_quotes), "has a character no header may have"),
        ("90-1", answered_by(redirects_for_ever), "it answered 302 to /, the same address"),
        ("90-1", answered_by(streams_for_ever), "not met"),
        ("90-1", lambda environ, start: None, "TypeError: 'NoneType' object is not iterable"),
        ("90-1", lambda environ, start: [b"x"], "did not call start_response"),
        ("90-2", returns_a_number, "it returned something of type int, which is no WSGI app."),
        ("90-2", lambda app: lambda environ, start: [b"x"], "did not call start_response"),
        ("90-3", {"a": 1}, "This could not be judged: KeyError: 'b'"),
        ("90-3", 7, "Expected choices to be a dict; it is of type int."),
    ],
)
def test_a_wrong_answer_gets_a_finding_and_never_a_traceback(
    exercise: str, answer: Any, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    shown = check(exercise, answer)
    text = " ".join(cell for row in shown.rows for cell in row)
    assert said in text
    assert "not yet" in repr(shown)
    assert "Traceback" not in repr(shown)
    assert capfd.readouterr() == ("", "")


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_a_function_that_must_be_awaited_is_told_apart() -> None:
    assert "of type coroutine" in repr(check("90-2", is_asynchronous))


def loops() -> None:
    while True:
        with suppress(Exception):
            while True:
                pass


@pytest.mark.parametrize("exercise", ["90-1", "90-2"])
def test_an_answer_that_hangs_is_a_finding_and_leaves_no_thread(
    exercise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[threading.Event] = []

    def hangs(*_: Any, **__: Any) -> str:
        ended.append(threading.Event())
        try:
            loops()
        finally:
            ended[-1].set()
        return ""

    monkeypatch.setattr(sys.modules["helpers.check"], "SECONDS", 0.1)
    shown = check(exercise, answered_by(hangs) if exercise == "90-1" else hangs)
    assert "Your answer hangs" in repr(shown)
    assert all(each.wait(GENEROUS) for each in ended)
    assert len(ended) == 1  # it is not asked the next request after it was given up on


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("90-1", ...),
        ("90-1", hello()),
        ("90-2", lambda app: None),
        ("90-2", lambda app: app),
        ("90-3", None),
        ("90-3", {"a": None, "b": None}),
        ("90-3", {"a": ..., "b": ...}),
    ],
)
def test_what_the_learner_was_given_is_not_started(exercise: str, answer: Any) -> None:
    assert "not started" in repr(check(exercise, answer))


def test_a_check_without_an_answer_is_not_started() -> None:
    assert "not started" in repr(check("90-1"))


def test_a_solved_exercise_says_so(right: Flask) -> None:
    for exercise, answer in (("90-1", right), ("90-2", solve), ("90-3", {"a": 1, "b": 2})):
        assert ": solved" in repr(check(exercise, answer)).splitlines()[0]


def test_a_function_may_change_the_app_or_return_another() -> None:
    def wraps(app: Flask) -> Any:
        def wrapped(environ: Any, start_response: Any) -> Any:
            def start(status: str, headers: Any, *rest: Any) -> Any:
                added = [*headers, ("X-Content-Type-Options", "nosniff")]
                return start_response(status, added, *rest)

            return app(environ, start)

        return wrapped

    for answer in (solve, wraps):
        assert ": solved" in repr(check("90-2", answer))


def test_a_drawn_request_differs_each_time() -> None:
    asked: list[str] = []

    def watches(name: str = "") -> str:
        asked.append(name)
        return ""

    for _ in range(2):
        check("90-1", answered_by(watches))
    assert len(set(asked)) == 5  # the home page, and two pages a check with a name drawn for it


def test_what_check_shows_depends_on_the_answer_alone(right: Flask) -> None:
    answers = [right, answered_by(curly_quotes), hello(), right, answered_by(raises), 42, None]
    shown = [repr(check("90-1", each)) for each in answers]
    assert [repr(check("90-1", each)) for each in reversed(answers)] == [*reversed(shown)]


@pytest.mark.parametrize("ask", [check, hint])
@pytest.mark.parametrize("wrong", ["99-1", "", None, 3, {"a": 1}, ["90-1"]])
def test_an_exercise_that_is_none_gets_the_list_of_those_there_are(
    ask: Callable[[Any], Any], wrong: Any
) -> None:
    shown = repr(ask(wrong))
    assert repr(wrong) in shown
    assert all(each in shown for each in ("90-1", "90-2", "90-3"))


def test_hints_come_one_at_a_time_and_the_last_one_stays(
    course: dict[str, Exercise], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["helpers.check"], "_hints_given", {})
    first, second = course["90-1"].hints
    given = [hint("90-1") for _ in range(4)]
    assert [each.rows[0][0] for each in given] == [first, second, second, second]
    assert ["last" in each.note for each in given] == [False, True, True, True]
    assert hint("90-2").rows[0][0] == first  # each exercise counts its own


# Progress


def test_progress_shows_the_best_of_each_exercise(home: Path) -> None:
    assert [row[2] for row in progress().rows] == ["0 of 3", "0 of 3", "0 of 2"]
    check("90-3", {"a": 1, "b": 2})
    check("90-3", {"a": 1, "b": 3})
    check("90-2", solve)
    assert [row[2] for row in progress().rows] == ["0 of 3", "3 of 3", "2 of 2"]
    assert str(home) in progress().note
    kept = [json.loads(each.read_text()) for each in sorted(home.rglob("*.json"))]
    assert [each["points"] for each in kept] == [3, 2]


def test_progress_that_cannot_be_kept_is_one_line_and_the_answer_is_checked(
    right: Flask,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").touch()  # no folder can be made in a file, not even by root
    monkeypatch.setenv("FLASK_SECURE_HEADERS_HOME", str(tmp_path / "file"))
    assert ": solved" in repr(check("90-1", right))
    assert len(capsys.readouterr().err.splitlines()) == 1
