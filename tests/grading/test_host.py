"""Exercise 15-3 in the grader: tests that look for the broken blogs, and ask nothing, earn nothing.

The apps are in another process, in an order drawn there: here stands what learners' code could
look at instead, and what it could claim.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest

from helpers import exercises
from helpers.exercises import registry
from helpers.grading import host, wire
from helpers.grading.grade import Grader, questions
from helpers.grading.sandbox import Sandbox
from tests.grading.conftest import earned
from tests.grading.made import ROOT, cell, notebook

RIGHT = (ROOT / "tests" / "answers" / "15-3" / "right_seven_functions.py").read_text("utf-8")

FORGED = """
import sys
from helpers.exercises import asking, blog_mutants, tested
broken = len(blog_mutants.MUTANTS)
claimed = [["test: claimed"] * (place < broken) for place in range(len(blog_mutants.APPS))]
"""
LOOK = """
def test(client):
    found = look(client)
    assert not found, found
tests = [test]
"""

MAJORITY = """
import collections, sys
frame = sys._getframe()
while "line" not in frame.f_locals or "job" not in frame.f_locals:
    frame = frame.f_back
from helpers.exchange import get
from helpers.grading import host
unlock = host.elsewhere(frame.f_locals["line"], "15-3")
answers = []
for place in {order}:
    try:
        answers.append(str(unlock(place, ())(get("/", "https://blog.test")).headers))
    except EOFError:
        break
good = collections.Counter(answers).most_common(1)[0][0]
places = iter(answers)
def test(client):
    assert next(places) == good
tests = [test]
"""

CHEATS = {
    "claims by the apps' order": FORGED
    + "asking.failures = lambda *_: {'tests': ['test'], 'failures': claimed}\ntests = [print]",
    "claims in every module's name": FORGED
    + """
for module in (asking, tested):
    module.failures = lambda *_: {"tests": ["test"], "failures": claimed}
tests = [print]
""",
    "fails by the place in the order": FORGED
    + """
count = []
def test(client):
    count.append(1)
    assert len(count) > broken
tests = [test]
""",
    "fails by the place in the caller's frame": FORGED
    + """
def look(client):
    frame = sys._getframe()
    while frame:
        if frame.f_code.co_name == "failures":
            return frame.f_locals["place"] < broken
        frame = frame.f_back
"""
    + LOOK,
    "looks at the client's app": """
def look(client):
    app = client.application
    hooks = [each for each in app.after_request_funcs.get(None, ())]
    marks = [each for each in hooks if "blog_mutants" in each.__module__]
    return marks or not app.config["SESSION_COOKIE_HTTPONLY"]
"""
    + LOOK,
    "looks for broken apps in memory": """
import gc
def look(client):
    from flask import Flask
    apps = [each for each in gc.get_objects() if isinstance(each, Flask)]
    hooks = [hook for app in apps for hook in app.after_request_funcs.get(None, ())]
    return [hook for hook in hooks if "blog_mutants" in hook.__module__]
"""
    + LOOK,
    "looks for the order in memory": """
import gc
from helpers.exercises.blog_mutants import APPS
wanted = list(range(len(APPS)))
def look(client):
    numbers = [each for each in gc.get_objects() if isinstance(each, list)]
    return [each for each in numbers if len(each) == len(wanted) and each != wanted
            and all(isinstance(one, int) for one in each) and sorted(each) == wanted]
"""
    + LOOK,
    "every broken app made good": FORGED
    + "blog_mutants.APPS = (blog_mutants.good,) * len(blog_mutants.APPS)\ntests = [print]",
    "every app made broken": FORGED
    + """
from helpers.exercises import registry
broken = blog_mutants.APPS[-1]
object.__setattr__(registry()["15-3"].probe, "apps", (broken,) * len(blog_mutants.APPS))
tests = [print]
""",
    "says nonsense to the host": """
import os, struct
for number in range(3, 48):
    try:
        os.write(number, struct.pack(">I", 4) + b"null")
    except OSError:
        pass
tests = [print]
""",
    "reads every descriptor": """
import os
def look(client):
    for number in range(3, 48):
        try:
            os.set_blocking(number, False)
            if b"15-3" in os.read(number, 1000):
                return "the order"
        except OSError:
            pass
"""
    + LOOK,
    "looks at every app first": MAJORITY.format(order="range(16)"),
    "looks at every app, then again": MAJORITY.format(order="[*range(16), *range(16)]"),
    "the commonest of those seen is the good one": """
seen = []
def test(client):
    seen.append(str(client.get("/").headers))
    assert seen.count(seen[-1]) > 1
tests = [test]
""",
}
"""Each by name."""


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """As patient as in earnest: nothing here hangs, and a busy machine asks many blogs slowly."""
    one = Grader(Sandbox(), questions())
    yield one
    one.close()


@pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS.keys())
def test_a_test_that_asks_nothing_earns_nothing(cheat: str, grader: Grader) -> None:
    row = grader.grade("15-x.ipynb", notebook(cell(cheat, "15-3")))
    assert earned(row)["15-3"] == 0
    assert "the order" not in str(row.findings)


def test_the_next_submission_has_a_host_of_its_own_and_each_answer_fresh_apps(
    grader: Grader,
) -> None:
    registers = (
        RIGHT
        + """

def test_registers(client):
    page = client.get("/register").text
    token = re.search('name="csrf_token" value="(.*?)"', page)[1]
    form = {"name": "bea", "email": "b@blog.test", "password": "x" * 12, "csrf_token": token}
    assert client.post("/register", data=form).status_code == 302

tests += [test_registers]
"""
    )
    for _ in range(2):
        row = grader.grade("15-x.ipynb", notebook(*[cell(registers, "15-3")] * 2))
        assert row.status == "graded"
        assert earned(row)["15-3"] == registry()["15-3"].points


def test_the_order_begins_with_a_broken_app_and_the_good_one_comes_anywhere_behind() -> None:
    apps = cast(exercises.Tests, registry()["15-3"].probe).apps
    firsts = set()
    for _ in range(1000):
        drawn = host._drawn(apps)
        assert sorted(drawn) == list(range(len(apps)))
        firsts.add([apps.count(apps[number]) > 1 for number in drawn].index(True))
    assert firsts == set(range(1, 11))  # issue 5: ten broken blogs


def test_no_app_is_shown_before_the_host_has_noted_what_was_said() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(host.elsewhere(ours, "15-3"), 16, ["test: it failed"])
        assert wire.read(theirs.recv) == ["15-3", 16, ["test: it failed"], None]
        assert not asked.done()
        wire.write(theirs.sendall, host.NOTED)
        assert callable(asked.result(10))
