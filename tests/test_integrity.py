"""Which scripts run, by their integrity attribute and by Integrity-Policy, is what Chromium says.

The expected values were measured in Chromium 156 and are asked of the browser again here.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from helpers import browser, web
from helpers.exchange import Response
from helpers.integrity import digest, matches, runs

PAGE = "https://page.test/"
BODY = b"document.title = 'ran'"
OTHER = b"document.title = 'tampered'"


def sha(bits: int, body: bytes = BODY) -> str:
    return f"sha{bits}-" + base64.b64encode(hashlib.new(f"sha{bits}", body).digest()).decode()


FITS, MISFIT = sha(384), sha(384, OTHER)

METADATA = {
    FITS: True,
    sha(256): True,
    sha(512): True,
    MISFIT: False,
    f"{MISFIT} {FITS}": True,
    f"\n{MISFIT}\t{FITS} ": True,
    # The strongest algorithm decides ("Get the strongest metadata from set").
    f"{sha(256)} {MISFIT}": False,
    f"{sha(256, OTHER)} {FITS}": True,
    # M26, a digest in hex is base64 for other bytes.
    "sha384-" + hashlib.sha384(BODY).hexdigest(): False,
    FITS[:40]: False,
    FITS + "=": True,
    FITS.replace("+", "-").replace("/", "_"): True,
    MISFIT.replace("sha384", "sha-384"): False,
    FITS + "?option": True,
    MISFIT + "?option": False,
    "sha384-ab=cd": False,
    "sha384-abcd===": False,
    sha(256).rstrip("="): True,
    # What is no hash fails open.
    "": True,
    " ": True,
    "md5-AAAA": True,
    MISFIT.replace("sha384", "sha348"): True,
    MISFIT.replace("sha384", "SHA384"): True,
    MISFIT.replace("-", ":"): True,
    MISFIT.removeprefix("sha384-"): True,
    f"'{MISFIT}'": True,
    f"{MISFIT},{FITS}": True,
    f"{MISFIT}, {MISFIT}": False,
    "sha384-": True,
    "sha384-!!!!": True,
    f"sha512-!!!! {sha(256, OTHER)}": False,
}

STAR = "/star/x.js"
ATTRIBUTES: list[tuple[dict[str, str], str, bool]] = [
    ({}, "/none/x.js", True),
    ({"integrity": "md5-x"}, "/none/x.js", True),
    ({"integrity": FITS}, "/none/x.js", False),
    ({"crossorigin": ""}, "/none/x.js", False),
    ({"crossorigin": "", "integrity": FITS}, "/none/x.js", False),
    ({"integrity": FITS}, STAR, False),
    ({"crossorigin": "", "integrity": FITS}, STAR, True),
    ({"crossorigin": "anonymous", "integrity": FITS}, STAR, True),
    ({"crossorigin": "yes", "integrity": FITS}, STAR, True),
    ({"crossorigin": "", "integrity": MISFIT}, STAR, False),
    ({"crossorigin": "use-credentials", "integrity": FITS}, STAR, False),
    ({"crossorigin": "use-credentials", "integrity": FITS}, "/credentials/x.js", True),
    ({"crossorigin": "", "integrity": FITS}, "/credentials/x.js", True),
    ({"crossorigin": "", "integrity": FITS}, "/other/x.js", False),
    ({"type": "module", "integrity": FITS}, STAR, True),
    ({"type": "module"}, "/none/x.js", False),
    ({"crossorigin": "", "integrity": FITS}, "/image/x.js", False),
    ({"integrity": FITS}, "own.js", True),
    ({"integrity": MISFIT}, "own.js", False),
]
SENT = {
    "star": {"Access-Control-Allow-Origin": "*"},
    "credentials": {
        "Access-Control-Allow-Origin": "https://page.test",
        "Access-Control-Allow-Credentials": "true",
    },
    "other": {"Access-Control-Allow-Origin": "https://other.test"},
    "image": {"Access-Control-Allow-Origin": "*", "Content-Type": "image/png"},
}

ASKS = "blocked-destinations=(script)"
POLICIES = {
    ASKS: True,
    f"{ASKS}, sources=(inline)": True,
    f"{ASKS}, endpoints=(reports)": True,
    "blocked-destinations=( script style )": True,
    "blocked-destinations=(style)": False,
    "blocked-destinations=()": False,
    f"{ASKS}, sources=()": False,
    # What is no dictionary of lists of tokens has no effect at all.
    "blocked-destinations=script": False,
    'blocked-destinations=("script")': False,
    "Blocked-Destinations=(script)": False,
    f"{ASKS};": False,
    "script": False,
    "sources=(inline)": False,
}
UNDER_POLICY: list[tuple[dict[str, str], str, bool]] = [
    ({}, "own.js", False),
    ({"integrity": FITS}, "own.js", False),  # MDN, Integrity-Policy: no-cors mode is blocked too
    ({"integrity": FITS, "crossorigin": ""}, "own.js", True),
    ({"integrity": FITS, "type": "module"}, "own.js", True),
    ({"integrity": "md5-x", "crossorigin": ""}, "own.js", False),
    ({"integrity": FITS, "crossorigin": ""}, STAR, True),
    ({"crossorigin": ""}, STAR, False),
]

JAVASCRIPT = {"Content-Type": "text/javascript"}
Case = tuple[dict[str, str], str, str, bool]
CASES: list[Case] = [
    *[({"integrity": text, "crossorigin": ""}, STAR, "", fits) for text, fits in METADATA.items()],
    *[(element, path, "", expected) for element, path, expected in ATTRIBUTES],
    *[(element, path, ASKS, expected) for element, path, expected in UNDER_POLICY],
    *[({}, "own.js", policy, not asks) for policy, asks in POLICIES.items()],
]
"""Attributes of a script, its file, the page's Integrity-Policy, and whether it runs."""


def address(path: str) -> str:
    return f"https://cdn.test{path}" if path.startswith("/") else PAGE + path


def fields(path: str) -> dict[str, str]:
    return JAVASCRIPT | SENT.get(path.split("/")[1] if "/" in path else "", {})


@pytest.mark.parametrize(("element", "path", "policy", "expected"), CASES)
def test_what_runs_is_what_was_measured(
    element: dict[str, str], path: str, policy: str, expected: bool
) -> None:
    file = Response(headers=tuple(fields(path).items()), body=BODY)
    found = runs(element, file, address(path), PAGE, policy or None)
    assert bool(found) is expected, found.why


def test_a_digest_fits_its_file_alone() -> None:
    assert digest(BODY) == FITS
    assert matches(digest(BODY), BODY)
    assert not matches(digest(BODY), OTHER)


def test_chromium_runs_what_is_expected_to_run() -> None:
    web.site("cdn.test", serving())
    web.site("page.test", serving())

    def story(page: Page) -> list[int]:
        ran: list[int] = []
        for number in range(len(policies())):
            page.goto(f"{PAGE}page/{number}")
            page.wait_for_function("window.done === document.scripts.length - 1")
            ran += page.evaluate("window.ran")
        return ran

    played = browser.play(story)
    assert not played.problem, played.problem
    seen = set(played.facts["result"])  # type: ignore[call-overload]
    for number, (element, path, policy, expected) in enumerate(CASES):
        assert (number in seen) is expected, (element, path, policy)


def policies() -> list[str]:
    return list(dict.fromkeys(policy for *_, policy, _ in CASES))


def serving() -> Flask:
    app = Flask("serving")

    @app.get("/page/<int:number>")
    def page(number: int) -> Any:
        policy = policies()[number]
        tags = [tag(n, case) for n, case in enumerate(CASES) if case[2] == policy]
        begin = "<!doctype html><script>window.ran = []; window.done = 0</script>"
        return begin + "".join(tags), {"Integrity-Policy": policy} if policy else {}

    @app.get("/own.js", endpoint="own")
    @app.get("/<sent>/x.js")
    def script(sent: str = "") -> Any:
        return BODY, JAVASCRIPT | SENT.get(sent, {})

    return app


def tag(number: int, case: Case) -> str:
    element, path, *_ = case
    given = "".join(f' {name}="{escape(value)}"' for name, value in element.items())
    heard = f'onload="done++; ran.push({number})" onerror="done++"'
    return f'<script src="{address(path)}" {heard}{given}></script>'
