"""Lesson 00, the lab: which headers a response lacks, and a first policy."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask, redirect

from helpers.exchange import Response, get, probe
from helpers.exercises import Exercise, Judgement, Value, stops
from helpers.exercises.entries import entry
from helpers.exercises.first_policy import FIRST_POLICY
from helpers.headers import CATALOGUE, Scope

EVERY = tuple(header.name for header in CATALOGUE if header.scope is Scope.EVERY)
"""The five headers that belong on every response."""

STRICT = {
    "Content-Security-Policy": "default-src 'self'",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def bakery() -> Flask:
    """The app of exercise 1, as a cell of the lesson puts it online."""
    app = Flask("bakery")

    @app.get("/")
    def home() -> Any:
        return "Fresh bread", {"x-frame-options": "DENY", "X-Content-Type-Option": "nosniff"}

    @app.get("/help")
    def help_page() -> Any:
        policy = {"Content-Security-Policy-Report-Only": "default-src 'self'"}
        return "How to order", {"Strict-Transport-Security": "max-age=31536000", **policy}

    @app.get("/account")
    def account() -> Any:
        return redirect("/login")

    @app.get("/login")
    def login() -> Any:
        return "Log in", STRICT

    @app.after_request
    def referrer(response: Any) -> Any:
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return app


PATHS = ("/", "/help", "/account")


@cache
def answer_of(path: str) -> Response:
    """What the bakery answers to a request for ``path``."""
    (exchange,) = probe(bakery(), [get(path, site="https://bakery.test")])
    assert exchange.response, exchange.raised
    return exchange.response


def names_what_lacks(path: str) -> Judgement:
    """``lacks[path]`` holds the headers of the five that the response lacks, and no others."""

    def judge_one(listed: list[Any]) -> str | None:
        written = [str(name).strip(" \t:") for name in listed]
        names = {name.lower(): name for name in written}
        if strange := sorted(names.keys() - {name.lower() for name in EVERY}):
            name = names[strange[0]] or "an empty text"
            return f'Expected names of the five in lacks["{path}"]; {name} is none of them.'
        missing = {name.lower() for name in EVERY if answer_of(path).header(name) is None}
        sent, left = sorted(names.keys() - missing), len(missing - names.keys())
        if not (sent or left):
            return None
        has = " and ".join(f"has {names[name]}" for name in sent)
        lacks = f"lacks {left} more than you list" if left else ""
        said = " and ".join(filter(None, (has, lacks)))
        return f"Expected the headers that GET {path} answers without; its response {said}."

    return entry("lacks", path, list, "a list of header names", judge_one)


WHAT_IS_MISSING = Exercise(
    id="00-1",
    title="Name what is missing",
    answer="lacks",
    probe=Value(given=dict.fromkeys(PATHS)),
    requirements=[
        stops("/: the headers it lacks, and no others", names_what_lacks("/")),
        stops("/help: the headers it lacks, and no others", names_what_lacks("/help")),
        stops("/account: the headers it lacks, and no others", names_what_lacks("/account")),
    ],
    hints=[
        "Look at what is sent, not at the code: show(web.get(url, allow_redirects=False)) for "
        "each of the three.",
        "A name that only resembles one of the five is not one of the five. And who answered "
        "the request for /account?",
        'Read "Looking at the wrong response", under Mistakes people make.',
    ],
)


EXERCISES = (WHAT_IS_MISSING, FIRST_POLICY)
