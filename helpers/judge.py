"""The judge: an exercise and the evidence in, findings and points out. It runs no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

from helpers.exchange import Exchange, Request, Response
from helpers.exercises import STILL_OPEN, Evidence, Exercise, Kind, Requirement
from helpers.exercises.anywhere import repeated_nonce, without_nonces
from helpers.exercises.entries import kind_of


class State(StrEnum):
    """How far an answer is."""

    NOT_STARTED = "not started"
    NOT_YET = "not yet"
    SOLVED = "solved"


FEW = 4
"""Of many requirements that would do, so many are named."""


@dataclass(frozen=True)
class Finding:
    """One requirement: whether it is met, and why not."""

    text: str
    met: bool
    why: str = ""


@dataclass(frozen=True)
class Findings:
    """What the judge found of one answer to one exercise."""

    exercise: str
    title: str
    state: State
    points: int
    max_points: int
    requirements: tuple[Finding, ...] = ()
    failure: str = ""
    until: tuple[str, ...] = ()
    """Requirements of which one has to be met before those that are met earn their points."""

    @property
    def why_nothing(self) -> str:
        """Why what is met earns nothing yet, in a sentence, or the empty string."""
        if not self.until:
            return ""
        one = "one of these rows is" if len(self.until) > 1 else "this row is"
        others = len(self.until) - FEW
        more = f"; and {others} more like them" if others > 0 else ""
        return f"What is met earns nothing until {one} met: {'; '.join(self.until[:FEW])}{more}."


def judge(exercise: Exercise, evidence: Evidence, before: Evidence) -> Findings:
    """Decide which requirements the evidence meets, and what that earns.

    ``before`` is what the learner started from gives; an answer that gives the same has not been
    started.

    Points are per requirement, but nothing is earned until at least one attack is stopped, and,
    where something must still work, some of it does: neither an app that merely works, as it did
    before, nor one that blocks everything has answered the exercise.
    """
    if not _started(evidence, before):
        state = State.NOT_YET if evidence.idle else State.NOT_STARTED
        return _findings(exercise, state, failure=evidence.idle)
    failure = _explained(evidence.failure) or _of_another_kind(exercise, evidence, before)
    failure = failure or exercise.another(evidence, before) or ""
    if failure := failure or _broken(evidence, before):
        return _findings(exercise, State.NOT_YET, failure=failure)
    found = tuple(_find(requirement, evidence, before) for requirement in exercise.requirements)
    pairs = list(zip(exercise.requirements, found, strict=True))
    asked = {requirement.kind for requirement in exercise.requirements}
    met = {requirement.kind for requirement, one in pairs if one.met}
    lacking = {Kind.STOPS, Kind.STILL} & asked - met
    points = sum(requirement.points for requirement, one in pairs if one.met and not lacking)
    state = State.SOLVED if all(one.met for one in found) else State.NOT_YET
    until = _until(exercise, lacking) if lacking and met else ()
    return _findings(exercise, state, points, found, until=until)


def _until(exercise: Exercise, lacking: set[Kind]) -> tuple[str, ...]:
    kind = Kind.STOPS if Kind.STOPS in lacking else Kind.STILL
    return tuple(each.text for each in exercise.requirements if each.kind is kind)


def _findings(
    exercise: Exercise,
    state: State,
    points: int = 0,
    found: tuple[Finding, ...] = (),
    failure: str = "",
    until: tuple[str, ...] = (),
) -> Findings:
    most = exercise.points
    return Findings(exercise.id, exercise.title, state, points, most, found, failure, until)


def _find(requirement: Requirement, evidence: Evidence, before: Evidence) -> Finding:
    try:
        why = requirement.judge(evidence, before)
    except Exception as error:
        # A judgement that cannot cope with an odd answer must not spoil the others.
        why = f"This could not be judged: {type(error).__name__}: {error}"
    return Finding(requirement.text, why is None, why or "")


def _explained(failure: str) -> str:
    """A failure, and what the error often comes from, where calling the answer raised one."""
    return failure + _hint(_ANYWHERE, failure.partition(" raised ")[2])


def _hint(often: Mapping[str, str], raised: str) -> str:
    return next((why for error, why in often.items() if re.search(error, raised)), "")


def _of_another_kind(exercise: Exercise, evidence: Evidence, before: Evidence) -> str:
    """That the value is of another kind than the one that the learner started from."""
    if type(evidence.value) is type(before.value) and evidence.value != STILL_OPEN:
        return ""
    wanted, found = kind_of(before.value), kind_of(evidence.value)
    return f"Expected {exercise.answer} to be {wanted}; it is {found}."


def _broken(evidence: Evidence, before: Evidence) -> str:
    """A request on which the app raises, and did not before: all else only follows from that."""
    meant = {_error(each.raised) for each in before.exchanges}
    for now, then in zip(evidence.exchanges, before.exchanges, strict=False):
        is_new = now.raised and not then.raised and _error(now.raised) not in meant
        if now.response is None or is_new:
            why = _hint(_OFTEN, now.raised)
            if then.response and then.raised:  # a page that is meant to fail
                why = " Is debug or testing on? Then no error page is made of an error."
            raised = f"Expected an answer to {now.request}; your app raised {now.raised}.{why}"
            return raised + _sent(now.request)
    return ""


def _error(raised: str) -> str:
    """What was raised, without where."""
    return raised.partition(", at line ")[0]


_RUN = re.compile(r"(.)\1{99,}")
"""Many of one character, of which a reader would see a part."""


def _sent(request: Request) -> str:
    """A sentence on what was sent, a form by its fields, as far as it fits into one."""
    sent = _RUN.sub(lambda run: f"{run[1]}… ({len(run[0]):,} of these)", repr(request.body))
    if "urlencoded" in (request.header("Content-Type") or ""):
        fields = parse_qsl(request.text, keep_blank_values=True)
        sent = ", ".join(f"{name}={value!r}" for name, value in fields)
    return f" Sent was {sent if len(sent) < 200 else sent[:199] + '…'}." if request.body else ""


_ANYWHERE = {
    r"KeyError: 'ENV', at .*app\.config\[.ENV|'Flask' object has no attribute 'env'": (
        " Flask 2.3 removed it: use a word or a setting of your own."
    ),
    r"cannot import name '\w+' from '[\w.]+'": (
        " Nothing there has that name: look into a package before you rely on it."
    ),
    "can no longer be called on the application": (
        " Add hooks and routes before the first request; to try the app out, make a fresh one."
    ),
}
"""What an error, found by this pattern, comes from, on a request or where the app is made."""


_OFTEN = {
    **_ANYWHERE,
    "'NoneType' object .*(endpoint|url_rule|blueprint)|KeyError: None": (
        " Where no view answers, request.endpoint and request.url_rule are None."
    ),
    "'NoneType' object .*mimetype": " Of a response without a Content-Type the mimetype is None.",
    "'(NoneType|function)' object is not iterable(?!.*, at line)": (
        " A WSGI application returns the body: what does yours return?"
    ),
    "'NoneType' object is not callable(?!.*, at line)": (
        " An after_request hook returned None, or is None: end it with return response."
    ),
    r"'NoneType' object is not callable, at line .*\(env\w*, \w+\)": (
        " Is what is called there None, or did a hook of it return None? End a hook with return "
        "response."
    ),
    "'NoneType' object has no attribute 'headers'": (
        " Did your hook return None to the next one? End it with return response."
    ),
    r"\(\) takes 0 positional arguments but 1 was given(?!.*, at line)": (
        " A hook of after_request takes one argument, the response."
    ),
    "'(str|tuple|list|dict|Headers|generator)' object has no attribute 'headers'(?!.*, at line)": (
        " A hook returns the response: does each of yours?"
    ),
    "'Headers' object is not callable": " A hook returns the response, not its headers.",
    "'NoneType' object(?!.*, at line)": " Does every view and every hook return a response?",
    "The view function for": " Flask says so of an error handler, too: does each return something?",
    "'tuple' object is not callable": " A hook returns a response, not a tuple as views may.",
    "'str' object is not callable.*, at line": (
        " Is what is called there, as csp_nonce(), a function?"
    ),
    "'str' object is not callable": " A hook returns a response, not a text as views may.",
    r"(?<!__call__)\(\) takes 2 positional arguments but 3": " After an error a WSGI application "
    "calls start_response with a third argument, exc_info.",
    "^InternalServerError": " An error handler returns the error, or an answer to it: does yours "
    "raise it again?",
    "'>=' not supported between instances of 'int' and 'str'(?!.*, at line)": (
        " In ProxyFix its numbers are int."
    ),
    "no header may have: .*[\u2018\u2019\u201c\u201d]": (
        " Curly quotes are such characters: write plain ones, as in 'self'."
    ),
    "surrogates not allowed": " JSON may hold half a character, as \\ud800, and UTF-8 has none: "
    "replace it before you keep it, as shorten does in lesson 08.",
    "KeyError: '(csp-report|document-uri|effective-directive|blocked-uri)'": (
        " Bodies come that are no such report: look before you take it out."
    ),
    "OperationalError: (near|unrecognized token|no such column)": (
        " Does text that came become part of the SQL? Put a ? there, and hand the text over apart."
    ),
    "(?i)KeyError: '(x|content|strict|referrer|permissions|cache|set|cross|clear)-": (
        " Is that header there yet? Of two hooks, the one added last runs first."
    ),
    "KeyError: '[Ss]erver', at line .*headers": (
        " The server adds Server below your app: no hook sees it."
    ),
}
"""What an error on a request, found by this pattern, often comes from."""


def _started(evidence: Evidence, before: Evidence) -> bool:
    if evidence.failure:
        return True
    if evidence.exchanges:
        if bool(repeated_nonce(evidence)) is not bool(repeated_nonce(before)):
            return True
        return not all(map(_alike, evidence.exchanges, before.exchanges))
    filled = _has_leaf(evidence.value) or _has_leaf(before.value)
    return bool(evidence.value != before.value and filled)


_OF_THE_MOMENT = {"set-cookie", "date", "allow", "etag"}
"""Fields whose values hold the time, come in any order, as Werkzeug's Allow, or hold a file's path,
as its ETag does: in a sandbox that is another."""


_TOKEN = re.compile(rb"<input[^<>]{0,300}csrf_token[^<>]{0,300}>")
"""Holds the time as well, and a number nobody can guess."""


def _alike(one: Exchange, other: Exchange) -> bool:
    """Equal but for nonces, tokens, and what cookies hold and when they end: all that passes."""
    if one.response is None or other.response is None:
        return one.response is other.response
    now, then = without_nonces(one.response), without_nonces(other.response)
    return _but_the_time(now) == _but_the_time(then)


def _but_the_time(response: Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    cookies = sorted(("Set-Cookie", _but_its_value(each)) for each in response.all("Set-Cookie"))
    fields = [field for field in response.headers if field[0].lower() not in _OF_THE_MOMENT]
    allowed = [("Allow", value) for value in sorted((response.header("Allow") or "").split(", "))]
    body = _TOKEN.sub(b"", response.body)
    return response.status, body, sorted(fields) + allowed + cookies


def _but_its_value(cookie: str) -> str:
    """A cookie's name and attributes; which attributes it has may be what an exercise asks for."""
    named, *attributes = cookie.split(";")
    lasting = [each for each in attributes if not each.strip().lower().startswith("expires=")]
    return ";".join([named.partition("=")[0], *lasting])


def _has_leaf(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_leaf, value.values()))
    return value not in (None, STILL_OPEN)
