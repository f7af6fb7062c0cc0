"""What every test has: progress in a folder of the session's own, and exercises that stay put."""

from __future__ import annotations

import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import nbval.kernel
import pytest
from hypothesis import HealthCheck, settings
from jupyter_client.manager import KernelManager
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# How long something takes is no test's business: a machine may be busy.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# Set while pytest reads this file: before any test, or a module of the course, can ask for it.
_home = tempfile.TemporaryDirectory(prefix="flask-secure-headers-")
os.environ["FLASK_SECURE_HEADERS_HOME"] = _home.name

from flask import Flask, Response  # noqa: E402

from helpers.exchange import Request, get  # noqa: E402
from helpers.exercises import (  # noqa: E402
    Call,
    Evidence,
    Exercise,
    Requests,
    Value,
    no_worse,
    still,
    stops,
)
from helpers.exercises.anywhere import answered, same_bodies, same_statuses  # noqa: E402


class ManagerForNbval(KernelManager):
    """A kernel's manager. Of free ports, two processes can pick the same at once: it uses none."""

    def __init__(self, **given: Any) -> None:
        super().__init__(transport="ipc", ip=f"{_home.name}/{uuid4().hex}", **given)

    def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """As JupyterLab ends a kernel, which then leaves nothing behind; nbval would kill it."""
        super().shutdown_kernel(now=False, restart=restart)


nbval.kernel.KernelManager = ManagerForNbval


class ByFileAndExercise(LoadScopeScheduling):  # type: ignore[misc]
    """One process for a file, so for a notebook and its kernel; of the bank, for an exercise."""

    def _split_scope(self, nodeid: str) -> str:
        exercise = re.search(r"\[(\d\d-\d)/", nodeid)
        return nodeid.partition("::")[0] + (exercise.group() if exercise else "")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileAndExercise:
    return ByFileAndExercise(config, log)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process more than there are cores: browsers, kernels and deadlines are waited for."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    config.add_cleanup(_home.cleanup)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call() -> Iterator[None]:
    """Each test runs as in a notebook, where nobody has set up logging, while pytest has.

    Flask writes errors to wsgi.errors then, and Werkzeug's server to the standard error.
    """
    pytests_own, logging.root.handlers = logging.root.handlers, []
    try:
        yield
    finally:
        logging.root.handlers = pytests_own


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A progress folder that holds nothing yet."""
    monkeypatch.setenv("FLASK_SECURE_HEADERS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def course(home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Exercise]:
    """A course of three exercises, one of each kind of probe, in place of the real one."""
    exercises = {each.id: each for each in (AN_APP, A_FUNCTION, A_VALUE)}
    # The package has a function of that name as well, so the module is found by sys.modules.
    monkeypatch.setattr(sys.modules["helpers.check"], "registry", lambda: exercises)
    return exercises


def hello() -> Flask:
    """What the learner starts from: one page, and no header that bears on security."""
    app = Flask("hello")
    app.add_url_rule("/", "home", lambda: "hello")
    app.add_url_rule("/<name>", "named", lambda name: f"hello {name}")
    return app


def secured(app: Flask) -> Flask:
    """Every response of the app, with the header the exercises ask for."""

    @app.after_request
    def nosniff(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


def _nothing_sniffed(evidence: Evidence, _before: Evidence) -> str | None:
    for exchange, response in answered(evidence):
        if response.header("X-Content-Type-Options") != "nosniff":
            return f"Expected {exchange.request} to be answered with nosniff."
    return None


def _is(letter: str, wanted: object) -> Any:
    return lambda evidence, _: None if evidence.value[letter] == wanted else f"Not {wanted}."


def _some_page(random: Random) -> Sequence[Request]:
    name = "".join(random.choices("abcdefghijklmnop", k=12))
    return [get("/"), get(f"/{name}"), get(f"/no/{name}")]


_REQUIREMENTS = (
    stops("Nothing is sniffed", _nothing_sniffed),
    still("Every page shows what it showed", same_bodies),
    no_worse("Every page answers as it did", same_statuses),
)
_HINTS = ("Which header keeps a browser from guessing?", "Read about after_request.")

AN_APP = Exercise("90-1", "An app", "app", Requests(_some_page, hello), _REQUIREMENTS, _HINTS)
A_FUNCTION = Exercise(
    "90-2", "A function", "secure", Call(_some_page, hello), _REQUIREMENTS, _HINTS
)
A_VALUE = Exercise(
    "90-3",
    "A value",
    "choices",
    Value(given={"a": None, "b": None}),
    (stops("a is one", _is("a", 1)), still("b is two", _is("b", 2))),
    _HINTS,
)


@pytest.fixture
def right() -> Flask:
    """An app that solves the exercise."""
    return secured(hello())
