"""JSON lines: an answer for every line, in order and at once, whatever comes in."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.csp_report import verdict_of
from helpers.jsonl import LINE_LIMIT, answer_lines
from tests.test_csp import VECTORS

COMMAND = [sys.executable, "-m", "helpers", "csp", "--jsonl"]
CASE = {
    "policies": ["img-src 'self'"],
    "page": "https://page.test/",
    "kind": "img",
    "url": "data:x",
}
BLOCKED = {"allowed": False, "blocked_by": "img-src"}


def answers(given: bytes) -> list[dict[str, Any]]:
    written = io.StringIO()
    answer_lines(io.BytesIO(given), written, verdict_of)
    return [json.loads(line) for line in written.getvalue().splitlines()]


def answer(**changed: Any) -> dict[str, Any]:
    (one,) = answers(json.dumps({**CASE, **changed}).encode())
    return one


def test_the_command_decides_all_recorded_cases_as_chromium_did() -> None:
    vectors = [json.loads(line) for line in VECTORS.read_text().splitlines()]
    given = "\n".join(json.dumps(each["case"]) for each in vectors)
    ran = subprocess.run(COMMAND, input=given, capture_output=True, text=True, check=True)
    expected = [{name: each[name] for name in ("allowed", "blocked_by")} for each in vectors]
    assert [json.loads(line) for line in ran.stdout.splitlines()] == expected


def test_a_line_is_answered_before_the_next_one_comes() -> None:
    line = json.dumps(CASE).encode() + b"\n"
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as command:
        assert command.stdin
        assert command.stdout
        for _ in range(2):
            command.stdin.write(line)
            command.stdin.flush()
            assert json.loads(command.stdout.readline()) == BLOCKED
        command.stdin.close()
        assert command.wait() == 0


def test_a_reader_that_goes_away_ends_the_command_in_silence() -> None:
    line = json.dumps(CASE).encode() + b"\n"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(COMMAND, **pipes) as command:  # type: ignore[call-overload]
        command.stdin.write(line)
        command.stdin.flush()
        command.stdout.readline()
        command.stdout.close()
        _, said = command.communicate(line * 100)
        assert (command.returncode, said) == (1, b"")


# architecture.md, "csp --jsonl": {"allowed", "blocked_by"} or {"error"}.
NO_CASES = [
    ({"policies": None}, "policies"),
    ({"policies": "img-src *"}, "policies"),
    ({"policies": [1]}, "policies"),
    ({"page": 5}, "page"),
    ({"page": "about:blank"}, "page"),
    ({"page": "nowhere"}, "URL"),
    ({"kind": "picture"}, "picture"),
    ({"kind": ["img"]}, "kind"),
    ({"url": None}, "url"),
    ({"url": "https://[::"}, "host"),
    ({"nonce": 1}, "nonce"),
    ({"source": []}, "source"),
    ({"integrity": {}}, "integrity"),
    ({"parser_inserted": 1}, "parser_inserted"),
    ({"redirects": True}, "redirects"),
    ({"redirects": 0.5}, "redirects"),
]


@pytest.mark.parametrize(("changed", "named"), NO_CASES)
def test_what_is_no_case_is_answered_with_an_error_that_names_it(
    changed: dict[str, Any], named: str
) -> None:
    (error,) = answer(**changed).values()
    assert named in error


@pytest.mark.parametrize("name", ["policies", "page", "kind"])
def test_what_is_missing_is_named(name: str) -> None:
    (error,) = answers(json.dumps({key: CASE[key] for key in CASE if key != name}).encode())
    assert name in error["error"]


def test_what_a_case_may_leave_out_has_the_usual_value() -> None:
    assert answer() == BLOCKED
    usual = {"nonce": None, "source": None, "integrity": None, "parser_inserted": True}
    assert answer(**usual, redirects=0) == BLOCKED


def test_without_a_policy_everything_is_allowed() -> None:
    assert answer(policies=[]) == {"allowed": True, "blocked_by": None}


GARBAGE = [
    *[b"\xff\xfe{", b"\x00", b"{", b"[]", b"null", b"1e999", b'"\\ud800"', b"{}{}", b"nan"],
    *[b"1" * 9999, b"[" * 100_000, b'{"a":' * 100_000, b"x" * (LINE_LIMIT + 2)],
    os.urandom(1000).replace(b"\n", b""),
    json.dumps({**CASE, "url": "https://" + "\u00e9" * 100_000}).encode(),
]


def test_garbage_is_answered_line_by_line_and_what_comes_after_it_as_ever() -> None:
    given = b"\n \n".join([*GARBAGE, json.dumps(CASE).encode()])
    *errors, last = answers(given)
    assert [list(each) for each in errors] == [["error"]] * len(GARBAGE)
    assert last == BLOCKED
    assert all(len(each["error"]) < 2000 for each in errors)


def test_a_policy_of_many_words_is_answered_in_time() -> None:
    policy = "img-src " + "'none' 'self' 'sha256-x' " * 20_000
    assert answer(policies=[policy])["allowed"] is False


@given(st.lists(st.binary(max_size=50)))
def test_there_is_an_answer_for_each_line_that_is_not_blank(lines: list[bytes]) -> None:
    given = b"\n".join(lines)
    assert len(answers(given)) == sum(bool(line.strip()) for line in given.split(b"\n"))


# What is longer than a line may be is read in parts, and none of it is kept.
def test_memory_stays_that_of_one_line() -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (900 * 2**20,) * 2)"
    run = "import runpy; runpy.run_module('helpers', run_name='__main__')"
    code = f"import sys; {limit}; sys.argv = ['helpers', 'csp', '--jsonl']; {run}"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as command:
        assert command.stdin
        for _ in range(100):
            command.stdin.write(b"\x00x" * 500_000)
        out, _ = command.communicate(b"\n" + json.dumps(CASE).encode())
    assert [list(json.loads(line)) for line in out.splitlines()] == [["error"], list(BLOCKED)]
    assert command.returncode == 0
