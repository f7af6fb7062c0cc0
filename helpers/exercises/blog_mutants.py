"""Ten broken copies of the secured blog, among some that are as they should be.

What a test of the blog should notice, and what it should let pass.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response

from helpers.blog import QUICK_HASH, create_app
from helpers.exercises import Evidence

GOOD = 6
"""Copies of the secured blog: whoever guesses which these are is wrong 8007 times of 8008."""
POLICY = "Content-Security-Policy"

Break = Callable[[Response], None]


def _without(*names: str) -> Break:
    def change(response: Response) -> None:
        for name in names:
            response.headers.pop(name, None)

    return change


def _report_only(response: Response) -> None:
    response.headers[f"{POLICY}-Report-Only"] = response.headers.pop(POLICY, "")


def _framed(response: Response) -> None:
    _without("X-Frame-Options")(response)
    directives = response.headers.get(POLICY, "").split("; ")
    kept = [each for each in directives if not each.startswith("frame-ancestors")]
    response.headers[POLICY] = "; ".join(kept)


def _inline(response: Response) -> None:
    old = response.headers.get(POLICY, "")
    scripts = next((each for each in old.split("; ") if each.startswith("script-src")), "")
    new = "script-src 'self' 'unsafe-inline'"
    response.headers[POLICY] = old.replace(scripts, new) if scripts else old


def _own_referrer_policy(response: Response) -> None:
    response.headers["Referrer-Policy"] = "unsafe-url"  # what the blog sends where nothing is set


def _hsts_taken_back(response: Response) -> None:
    response.headers["Strict-Transport-Security"] = "max-age=0"


def _kept(response: Response) -> None:
    if response.status_code == 200:  # what sends a stranger to the login is nobody's page
        response.headers["Cache-Control"] = "private"


def _on_pages_only(response: Response) -> None:
    if response.status_code != 200:
        _without(POLICY, "X-Frame-Options", "X-Content-Type-Options")(response)


BREAKS: dict[str, Break] = {
    f"{POLICY} is gone": _without(POLICY),
    f"{POLICY} is Report-Only": _report_only,
    "the policy lets inline scripts run": _inline,
    "any site may frame it": _framed,
    "Strict-Transport-Security is taken back, max-age=0": _hsts_taken_back,
    "X-Content-Type-Options is gone": _without("X-Content-Type-Options"),
    "Referrer-Policy is the blog's own, unsafe-url": _own_referrer_policy,
    "the profile may be kept in caches": _kept,
    "error pages have no headers": _on_pages_only,
}

COOKIE = "a script can read the session's cookie"


def good() -> Flask:
    """The secured blog, for a test client that asks by https unless told otherwise."""
    app = create_app(secure=True)
    app.config.update(SECRET_KEY="the same for all", PASSWORD_HASH=QUICK_HASH)
    return app


def broken(change: Break) -> Callable[[], Flask]:
    """Makes the secured blog, each of its responses broken so."""

    def make() -> Flask:
        app = good()

        def hook(response: Response) -> Response:
            change(response)
            return response

        app.after_request_funcs[None].insert(0, hook)  # the first in the list is called last
        return app

    return make


def _readable_cookie() -> Flask:
    app = good()
    app.config["SESSION_COOKIE_HTTPONLY"] = False
    return app


MUTANTS: dict[str, Callable[[], Flask]] = {
    **{name: broken(change) for name, change in BREAKS.items()},
    COOKIE: _readable_cookie,
}
APPS = (*MUTANTS.values(), *[good] * GOOD)
"""A broken one is the first: a test that takes what it meets first for right is wrong."""


def _failed(evidence: Evidence, places: slice) -> list[str]:
    """The failures on the apps there, a line each, as ``Tests`` gives them."""
    return [line for lines in evidence.value["failures"][places] for line in lines]


def _of_good(evidence: Evidence) -> list[str]:
    return _failed(evidence, slice(len(MUTANTS), None))


def caught(name: str, evidence: Evidence, _before: Evidence) -> str | None:
    """At least one test that the secured blog passes fails on the one that is broken so."""
    place = [*MUTANTS].index(name)
    of_good = {each.partition(":")[0] for each in _of_good(evidence)}
    of_this = {each.partition(":")[0] for each in _failed(evidence, slice(place, place + 1))}
    if of_this - of_good:
        return None
    if of_this:
        fail = "fails" if len(of_this) == 1 else "fail"
        return (
            "Expected a test to fail here and to pass on the secured blog; "
            f"{' and '.join(sorted(of_this))} {fail} on both: see the first row."
        )
    return f"Expected a test to fail on the blog where {name}; none fails."


def passes(evidence: Evidence, _before: Evidence) -> str | None:
    """No test fails on the blog that is as it should be."""
    if failed := _of_good(evidence):
        fail = "one fails there." if len(failed) == 1 else f"{len(failed)} fail there, the first:"
        return f"Expected every test to pass on the secured blog; {fail} {failed[0]}"
    return None
