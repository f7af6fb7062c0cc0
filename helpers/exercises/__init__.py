"""Exercises: what is asked, how the answer is probed, and what must hold of its exchanges."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from random import Random
from types import FunctionType
from typing import Any

from helpers.exchange import Exchange, Request, as_browser

LESSONS = (
    "the_lab",
    "by_hand",
    "content_type",
    "clickjacking",
    "https_and_hsts",
    "csp_directives",
    "csp_nonces",
    "csp_forms_and_base",
    "csp_reporting",
    "csp_third_parties",
    "privacy_and_caches",
    "extensions",
    "secure_blog",
)
"""The module of each lesson's exercises, in the lessons' order."""

Json = Any
"""What JSON can hold: None, bool, int, float, str, and lists and dicts of these."""

STILL_OPEN = "..."
"""Stands in JSON for ``...``, where a learner has still to write something."""


@dataclass(frozen=True)
class Evidence:
    """What an answer gave when it was asked: exchanges, or a value.

    ``failure`` says why nothing could be asked; ``idle``, why a hook of the answer never runs.
    """

    exchanges: tuple[Exchange, ...] = ()
    value: Json = None
    failure: str = ""
    idle: str = ""


Judgement = Callable[[Evidence, Evidence], str | None]
"""A pure function of the answer's evidence, and of what the learner started from gives.

None where the requirement is met, else what was expected, what happened, and on which request.
"""


class Kind(Enum):
    """The three kinds of requirement. Only a stopped attack makes the other two count."""

    STOPS = "the attack no longer works"
    STILL = "the site still works"
    NO_WORSE = "nothing else got worse"


@dataclass(frozen=True)
class Requirement:
    """One sentence the learner reads, and the function that says whether it holds."""

    kind: Kind
    text: str
    judge: Judgement
    points: int = 1


def stops(text: str, judge: Judgement) -> Requirement:
    """A requirement that the attack no longer works."""
    return Requirement(Kind.STOPS, text, judge)


def still(text: str, judge: Judgement) -> Requirement:
    """A requirement that the site still works."""
    return Requirement(Kind.STILL, text, judge)


def no_worse(text: str, judge: Judgement) -> Requirement:
    """A requirement that nothing else got worse."""
    return Requirement(Kind.NO_WORSE, text, judge)


@dataclass(frozen=True)
class Requests:
    """A probe: the answer is an app, and these are asked of it, as a browser would.

    ``of`` are the requests, or a function that makes them from a source of randomness, where a
    fixed value could be hard-coded. ``given`` makes the app the learner starts from.
    """

    of: Sequence[Request] | Callable[[Random], Sequence[Request]]
    given: Callable[..., Any]

    def draw(self, random: Random) -> tuple[Request, ...]:
        """The requests of this check."""
        asked = self.of(random) if callable(self.of) else self.of
        return tuple(map(as_browser, asked))


@dataclass(frozen=True)
class Call(Requests):
    """A probe: the answer is a function; it is called with a fresh ``given()``, then asked.

    It may change the app it gets, or return another. Where several hosts are asked, it is called
    for each; the apps are all alive at once, since they might share what they should not.
    ``in_place`` says that it must change the app it gets: another that it returns is none.
    ``withheld`` are functions of ours that do what is asked: they cannot be called meanwhile.
    """

    in_place: bool = False
    withheld: Sequence[FunctionType] = ()


@dataclass(frozen=True)
class Factory(Requests):
    """A probe: the answer is a function that makes an app from a word, which is then asked.

    ``words`` says for each host which word it is called with: ``{"shop.test": "production"}`` asks
    the app of ``create_app("production")`` whatever is asked of shop.test. ``given`` makes, from
    such a word, the app the learner starts from.
    """

    words: Mapping[str, str]


@dataclass(frozen=True)
class Use(Requests):
    """A probe: the answer is a class, which is put to use as the exercise says, then asked.

    ``apps`` makes one of it and protects apps with it: a dict from host to app, all alive at once,
    since they might share what they should not. ``given`` is the class the learner starts from.
    """

    apps: Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Value:
    """A probe: the answer itself, as JSON. ``given`` is the value the learner starts from."""

    given: Json = None


@dataclass(frozen=True)
class Tests(Value):
    """A probe: the answer is functions that test an app, each called with a client of it.

    ``apps`` makes each app that is tested. The functions get a client of the app that ``like``
    makes, whose requests go to the tested app: that one may be in another process, where what the
    functions are cannot look. The value says under "tests" the functions' names, and under
    "failures" for each app which of them failed, and how, a line each. ``given`` is what no
    functions give.
    """

    apps: Sequence[Callable[[], Any]] = ()
    like: Callable[[], Any] = dict


Probe = Requests | Call | Factory | Use | Value


@dataclass(frozen=True)
class Exercise:
    """What is asked of the learner; ``answer`` is the variable that holds the answer.

    ``another`` says that the answer is none to this exercise, such as that of another one whose
    variable has the same name.
    """

    id: str
    title: str
    answer: str
    probe: Probe
    requirements: Sequence[Requirement]
    hints: Sequence[str]
    another: Judgement = lambda _evidence, _before: None

    @property
    def points(self) -> int:
        """The most an answer can earn."""
        return sum(requirement.points for requirement in self.requirements)


@cache
def registry() -> dict[str, Exercise]:
    """Every exercise of the course by its id, in the lessons' order."""
    modules = [importlib.import_module(f"helpers.exercises.{name}") for name in LESSONS]
    return {exercise.id: exercise for module in modules for exercise in module.EXERCISES}
