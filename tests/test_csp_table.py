"""``python -m helpers csp POLICY``: a screen that says what a policy allows and what is wrong."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.csp import Policy
from helpers.csp_report import given_by, meaning, sites
from helpers.csp_table import policy_tables

SCREEN = (100, 45)
"""Characters in a line, and lines: lessons.md, "Outputs"."""

BASIC = "default-src 'self'"
COMPLEX = (
    "default-src 'self'; script-src 'self' https://code.jquery.com; "
    "img-src 'self' https://imgur.com; style-src 'self' https://fonts.googleapis.com; "
    "font-src 'self' https://fonts.gstatic.com"
)
BLOG = (  # as Talisman sends it: headers-2026.md, section 4
    "default-src 'self'; img-src 'self' https://secure-images.cdn.com; "
    "script-src 'self' 'unsafe-inline' 'nonce-U-hzggiuYYmoXcn6IAbc1lreISEH1CNF'; "
    "style-src 'self' 'unsafe-inline' https://fonts.googleapis.com; "
    "font-src 'self' https://fonts.gstatic.com"
)
PERMISSIVE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' https://apis.google.com; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; "
    "connect-src 'self' https://api.example.com"
)
ANALYTICS = (
    "default-src 'self'; script-src 'self' https://www.google-analytics.com "
    "https://www.googletagmanager.com; img-src 'self' https://www.google-analytics.com; "
    "connect-src 'self' https://www.google-analytics.com"
)
HASH = "'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='"
"""Of ``doSomething();``: MDN, Content-Security-Policy, script-src."""
OF_NOTHING = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""SHA-256 of no bytes: NIST's first example of it."""
STRICT = (
    "script-src 'nonce-Tm9uY2VzQXJlUmFuZG9tMQ' 'strict-dynamic'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def shown(policy: str) -> str:
    return "\n\n".join(map(repr, policy_tables(Policy(policy))))


def words(policy: str) -> str:
    return " ".join(shown(policy).split())


@pytest.mark.parametrize("policy", [BASIC, COMPLEX, BLOG, PERMISSIVE, ANALYTICS, STRICT])
def test_a_usual_policy_fits_on_a_screen(policy: str) -> None:
    lines = shown(policy).splitlines()
    assert max(map(len, lines)) <= SCREEN[0]
    assert len(lines) <= SCREEN[1]


@pytest.mark.parametrize(
    ("policy", "lessons"),
    [  # what headers-2026.md, section 4, and mistakes.md hold against the tutorial's policies
        (BASIC, ["no form-action", "no frame-ancestors", "no base-uri"]),
        (COMPLEX, ["no form-action", "https://code.jquery.com"]),
        (BLOG, ["high no base-uri", "low script-src 'unsafe-inline'", "style-src 'unsafe-inline'"]),
        (PERMISSIVE, ["high script-src 'unsafe-inline'", "medium script-src 'unsafe-eval'"]),
        (ANALYTICS, ["https://*.google-analytics.com", "Google Analytics"]),
        (STRICT, ["Nothing is wrong with it"]),
    ],
)
def test_what_is_wrong_with_the_tutorials_policies_is_said(policy: str, lessons: list[str]) -> None:
    told = words(policy)
    assert all(lesson in told for lesson in lessons)


@pytest.mark.parametrize(
    ("policy", "question", "answer", "because"),
    [  # browser-facts.md, "Attacks and defences"
        (BASIC, "a script file of your own", "yes", "'self' in default-src"),
        (BASIC, "a script written into the page", "no", "default-src"),
        (BASIC, "a form that sends to any site", "yes", "there is no form-action"),
        (BLOG, "a script written into the page", "with nonce", "script-src"),
        (PERMISSIVE, "a script written into the page", "yes", "'unsafe-inline' in script-src"),
        (PERMISSIVE, "an image of any site", "yes", "https: in img-src"),
        (
            "script-src *, default-src 'none'",
            "a script file of any other site",
            "no",
            "default-src",
        ),
        ("sandbox; script-src *", "a script file of your own", "no", "sandbox"),
        ("script-src 'none'", "an image of any site", "yes", "there is no img-src"),
        # tests/oracle/csp-vectors.jsonl: wss: does not match https:, nor https: wss:.
        ("connect-src wss:", "fetch() or WebSocket to any site", "yes", "wss: in connect-src"),
        ("connect-src https:", "fetch() or WebSocket to any site", "yes", "https: in connect-src"),
        ("connect-src 'self'", "fetch() or WebSocket to any site", "no", "connect-src"),
        # CSP Level 3, sections 6.7.1.1 and 6.7.3.3: which hashes count for what.
        (f"script-src {HASH}", "a script written into the page", "with hash", "script-src"),
        (f"script-src {HASH}", "a script file of any other site", "with hash", "script-src"),
        (f"script-src {HASH}", "onclick= and the like", "no", "script-src"),
        (
            f"script-src 'unsafe-hashes' {HASH}",
            "onclick= and the like",
            "with hash",
            "script-src",
        ),
        (f"style-src {HASH}", "a style written into the page", "with hash", "style-src"),
        (
            f"script-src {HASH} 'nonce-Tm9u'",
            "a script written into the page",
            "with nonce or hash",
            "script-src",
        ),
        ("script-src 'sha256-Tm9u'", "a script written into the page", "no", "script-src"),
        (
            f"script-src {HASH}, script-src 'self'",
            "a script written into the page",
            "no",
            "script-src",
        ),
        (f"script-src {OF_NOTHING}", "a script written into the page", "with hash", "script-src"),
    ],
)
def test_the_usual_questions_are_answered_with_what_decides(
    policy: str, question: str, answer: str, because: str
) -> None:
    (found,) = [each for each in meaning(Policy(policy)) if each.question == question]
    assert (found.answer, found.because) == (answer, because)


def test_what_is_said_alike_of_several_sources_is_said_once() -> None:
    *_, problems = policy_tables(Policy("script-src https://a.test https://b.test"))
    assert [row[1].split() for row in problems.rows if "a.test" in row[1]] == [
        ["script-src", "https://a.test", "https://b.test"]
    ]


@pytest.mark.parametrize(
    ("policy", "site", "given"),
    [  # browser-facts.md, "Attacks and defences"; CSP Level 3, sections 6.7.2.8 and 8.2
        (COMPLEX, "https://imgur.com", ("images",)),
        ("default-src 'none'; img-src *, img-src https://a.test", "https://a.test", ("images",)),
        ("img-src https://a.test, default-src 'none'", "https://a.test", ()),
        ("script-src 'nonce-abc' 'strict-dynamic' https://a.test", "https://a.test", ()),
        ("connect-src wss://*.a.test:*/chat", "wss://*.a.test:*/chat", ("fetch() or WebSocket",)),
        ("script-src https://a.test", "https://a.test", ("scripts",)),
    ],
)
def test_each_site_a_policy_names_is_told_with_what_comes_of_it(
    policy: str, site: str, given: tuple[str, ...]
) -> None:
    (named,) = (each for each in sites(Policy(policy)) if each.text == site)
    assert given_by(Policy(policy), named) == [*given]


def test_a_hundred_hosts_do_not_fill_the_screen() -> None:
    hosts = " ".join(f"https://a{number}.test" for number in range(100))
    *_, problems = policy_tables(Policy(f"script-src {hosts}"))
    (where,) = (where for _, where, *_ in problems.rows if "a0.test" in where)
    *shown, _and, left, _more = where.removeprefix("script-src").split()
    assert len(shown) + int(left) == 100
    assert where.count("\n") < 24


ADDRESS = "https://cdnjs.cloudflare.com/ajax/libs/jquery/3.7.1/jquery.min.js"


def test_a_long_address_is_broken_where_it_has_a_slash_and_shown_to_its_end() -> None:
    _, sites, problems = policy_tables(Policy(f"script-src {ADDRESS}; img-src {ADDRESS}?v=1"))
    broken = ["https://cdnjs.cloudflare.com/ajax/", "libs/jquery/3.7.1/jquery.min.js"]
    assert sites.rows[0][0].splitlines() == broken
    (told,) = (instead for *_, instead in problems.rows if "jquery" in instead)
    assert told.replace("\n", "") == ADDRESS
    assert all(line.endswith(("/", ".")) for line in told.splitlines()[:-1])


def test_what_is_left_out_of_a_word_leaves_dots() -> None:
    long = "https://a.test/" + "folder/" * 20
    _, sites, _ = policy_tables(Policy(f"img-src {long}"))
    assert long.startswith(sites.rows[0][0].replace("\n", "").removesuffix("…"))
    assert sites.rows[0][0].endswith("…")
    *_, problems = policy_tables(Policy(f"img-src {HASH}"))
    assert any(where.endswith("…") for _, where, *_ in problems.rows if "sha256" in where)


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("policy", [PERMISSIVE, f"script-src {ADDRESS} {HASH}", "a" * 300])
def test_a_policy_fits_a_narrow_terminal(
    policy: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdout", SimpleNamespace(isatty=lambda: True))
        patch.setenv("COLUMNS", str(columns))
        text = shown(policy)
    assert max(map(len, text.splitlines())) <= columns


def test_a_missing_semicolon_is_told_as_a_directive_inside_another() -> None:
    assert "script-src in default-src" in words("default-src 'self' script-src 'self'")


@given(st.text(max_size=200) | st.text("abc;,:'*/. -", max_size=200))
@example("a" * 200)
def test_no_policy_is_too_wide_for_the_screen(policy: str) -> None:
    assert all(len(line) <= SCREEN[0] for line in shown(policy).splitlines())
