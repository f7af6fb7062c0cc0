"""Verdicts are those of Mozilla's HTTP Observatory, @mdn/mdn-http-observatory 1.4.8.

Expected values are its own: recorded in oracle/observatory-sites.jsonl, where each line is a random
site and its verdict, or given by it here and now where Node and the package are on this machine.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, redirect, request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Response as WerkzeugResponse

from helpers.exchange import Exchange, Request, probe
from helpers.exchange import Response as Answer
from helpers.observatory import JUDGES, NotScored, Verdict, judge_json, requests_to, score
from helpers.observatory_html import read
from helpers.observatory_results import RESULTS, TESTS, grade, total
from helpers.observatory_scripts import registrable_domain
from helpers.observatory_text import collation_key, parse_int
from tests.oracle import observatory as oracle
from tests.oracle.observatory_sites import random_sites

LIVE_SITES = 120

UNREACHABLE = {
    "hsts-preloaded",  # no list of preloaded hosts: Mozilla's installer downloads it
    "html-not-parseable",  # jsdom, which parses the page, takes anything for HTML
}


recorded = cache(oracle.recorded)


def test_every_recorded_site_gets_the_verdict_mozillas_gave() -> None:
    different = [
        (site, verdict, ours)
        for site, verdict in recorded()[1]
        if (ours := judge_json(site)) != verdict
    ]
    assert different == []


def test_the_record_reaches_every_result_there_is_but_two() -> None:
    about, sites = recorded()
    reached = {each["result"] for _, verdict in sites for each in verdict["tests"].values()}
    assert (about["version"], len(sites) >= 400) == ("1.4.8", True)
    assert RESULTS.keys() - reached == UNREACHABLE


def test_results_and_points_are_mozillas_table() -> None:
    assert {result.code: result.points for result in RESULTS.values()} == recorded()[0]["points"]


if place := oracle.installed():

    @pytest.mark.parametrize("place", [place], ids=["here"])
    def test_fresh_random_sites_get_the_verdict_mozillas_gives(place: Path) -> None:
        seed = random.randrange(10**9)
        print(f"seed {seed}")
        sites = list(random_sites(LIVE_SITES, seed))
        verdicts = zip(oracle.theirs(sites, place), oracle.ours(sites), strict=True)
        assert [pair for pair in verdicts if not oracle.agree(*pair)] == []


# From exchanges


def shop(**headers: str) -> Flask:
    """A shop that redirects http to https, with a session; then these headers on every response."""
    app = Flask("shop")
    app.add_url_rule("/", "home", lambda: "<h1>Shop</h1><script src=/app.js></script>")

    @app.before_request
    def https() -> WerkzeugResponse | None:
        secure = request.url.replace("http://", "https://", 1)
        return None if request.is_secure else redirect(secure, 301)

    @app.after_request
    def send(response: Response) -> Response:
        response.set_cookie("session", "1", secure=True, httponly=True, samesite="Lax")
        response.headers.update({name.replace("_", "-"): text for name, text in headers.items()})
        return response

    return app


GOOD = {
    "Content_Security_Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict_Transport_Security": "max-age=31536000",
    "X_Content_Type_Options": "nosniff",
    "Referrer_Policy": "no-referrer",
    "Cross_Origin_Resource_Policy": "same-origin",
}


def codes(verdict: Verdict) -> set[str]:
    return {result.code for result in verdict.results.values()}


def test_a_secured_app_has_the_best_grade_without_a_socket() -> None:
    verdict = score(probe(shop(**GOOD), requests_to("shop.test")))
    # The points of the package's chart: policy 10, cookies, framing and Referrer-Policy 5, CORP 10.
    assert (verdict.grade, verdict.score) == ("A+", 135)


@pytest.mark.parametrize(
    ("name", "sent", "code"),
    [
        ("Content_Security_Policy", "default-src *", "csp-implemented-with-unsafe-inline"),
        (
            "Strict_Transport_Security",
            "max-age=60",
            "hsts-implemented-max-age-less-than-six-months",
        ),
        ("X_Content_Type_Options", "sniff", "x-content-type-options-header-invalid"),
        ("Referrer_Policy", "unsafe-url", "referrer-policy-unsafe"),
        ("Cross_Origin_Resource_Policy", "none", "corp-header-invalid"),
        (
            "Access_Control_Allow_Origin",
            "*",
            "cross-origin-resource-sharing-implemented-with-public-",
        ),
    ],
)
def test_what_an_app_sends_decides(name: str, sent: str, code: str) -> None:
    verdict = score(probe(shop(**{**GOOD, name: sent}), requests_to("shop.test")))
    assert any(each.startswith(code) for each in codes(verdict))


def answer(url: str, status: int = 200, *headers: tuple[str, str], method: str = "GET") -> Exchange:
    return Exchange(Request(url=url, method=method), Answer(status=status, headers=headers))


HTTP, HTTPS = "http://shop.test/", "https://shop.test/"


@pytest.mark.parametrize(
    ("exchanges", "code"),
    [
        ([answer(HTTPS)], "redirection-not-needed-no-http"),
        ([answer(HTTP), answer(HTTPS)], "redirection-missing"),
        ([answer(HTTP, 301, ("Location", HTTPS)), answer(HTTPS)], "redirection-to-https"),
        (
            [answer(HTTP, 301, ("Location", "https://www.shop.test/"))],
            "redirection-off-host-from-http",
        ),
        ([answer(HTTP, 302, ("Location", "/a"))], "redirection-not-to-https"),
        ([answer(HTTP, 302)], "redirection-missing"),
        ([answer(HTTP)], "hsts-not-implemented-no-https"),
        ([answer(HTTP, 301, ("Location", HTTP))], "redirection-not-to-https"),
    ],
)
def test_redirects_are_followed_as_far_as_was_asked(exchanges: list[Exchange], code: str) -> None:
    assert code in codes(score([*exchanges, answer("https://shop.test/other", 500)]))


def test_a_cookie_set_on_the_way_counts() -> None:
    on_the_way = answer(HTTPS, 302, ("Location", "/in"), ("Set-Cookie", "session=1; HttpOnly"))
    arrived = answer("https://shop.test/in")
    assert "cookies-session-without-secure-flag" in codes(score([on_the_way, arrived]))


@pytest.mark.parametrize(
    "exchanges", [[], [answer(HTTPS, 500)], [answer(HTTPS, 404), answer(HTTP)]]
)
def test_an_error_has_no_score(exchanges: list[Exchange]) -> None:
    # src/scanner/index.js: 2xx, 3xx, 401 and 403 are scored, anything else is not.
    with pytest.raises(NotScored):
        score(exchanges)


@pytest.mark.parametrize("status", [200, 304, 401, 403])
def test_a_page_behind_a_login_is_scored(status: int) -> None:
    # 100, less 25 for no policy, 20 each for HSTS and framing, 5 for sniffing.
    assert score([answer(HTTPS, status)]).score == 30


# The sum: src/scanner/index.js adds up, the recorded sites hold every case of it.


@pytest.mark.parametrize(
    ("points", "wanted"),
    [([], 100), ([-10, 10, 5], 105), ([-15, 10, 5], 85), ([-60, -50, 10], 0), ([5] * 4, 120)],
)
def test_extra_credit_counts_from_90_on(points: list[int], wanted: int) -> None:
    assert total(points) == wanted


def test_grades_are_those_of_mozillas_chart() -> None:
    assert list(map(grade, range(151))) == recorded()[0]["grades"]


# Its parts


@pytest.mark.parametrize(
    ("host", "wanted"),
    [  # tldts 7.5.5, parse(host).domain
        ("shop.test", "shop.test"),
        ("www.shop.test", "shop.test"),
        ("a.b.shop.co.uk", "shop.co.uk"),
        ("co.uk", None),
        ("localhost", None),
        ("127.0.0.1", None),
        ("SHOP.test.", "shop.test"),
        ("shop.test:5000", "shop.test"),
        ("-shop.test", None),
        ("shop..test", None),
        ("my_shop.test", "my_shop.test"),
        ("user.github.io", "github.io"),
    ],
)
def test_a_site_is_the_name_that_was_bought(host: str, wanted: str | None) -> None:
    assert registrable_domain(host) == wanted


def test_sources_are_sorted_as_by_the_collation_of_english() -> None:
    # Node 20, [..."…"].sort(new Intl.Collator("en").compare)
    wanted = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
    assert "".join(sorted(set(wanted), key=collation_key)) == wanted
    pairs = [("ab", "a\x01c"), ("ea", "\xe9a"), ("\xe9a", "eb"), ("e", "\xe9"), ("a-b", "a.b")]
    assert all(collation_key(first) < collation_key(second) for first, second in pairs)


@pytest.mark.parametrize(
    ("text", "number"),  # ECMAScript 19.2.5; None for NaN
    [
        ("31536000", 31536000),
        (" 5x", 5),
        ("1e9", 1),
        ("-1", -1),
        ("+7", 7),
        ('"5"', None),
        ("", None),
    ],
)
def test_a_max_age_is_read_as_javascript_reads_it(text: str, number: int | None) -> None:
    assert parse_int(text) == number


@given(st.text(alphabet="<>/!-=\"' abdimnopstecrvghl[]?&;#\n"))
def test_no_page_is_an_error(text: str) -> None:
    read(text)
    read(f"<svg><desc><template>{text}<select>{text}")


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<b>", "</b>", "<!--", "<svg><desc>", "<template>", "&", "<script", "='"]
)
@pytest.mark.timeout(60)
def test_a_long_page_of_nonsense_is_read_in_time(piece: str) -> None:
    read(piece * (200_000 // len(piece)) + "</a>" * 1_000)


@pytest.mark.parametrize(
    "change",
    [
        {"auto": None},
        {"auto": {"status": "200", "headers": []}},
        {"auto": {"status": 200, "headers": [["a"]]}},
        {"auto": {"status": 200, "headers": {"a": "b"}}},
        {"https": []},
        {"http": {"status": 200, "headers": []}},
        {"http_redirects": [["http://shop.test/"]]},
        {"http_redirects": [["no address", 301], ["no address", 301]]},
        {"body": None},
        {"hostname": 5},
    ],
)
def test_what_is_no_site_is_a_value_error(change: dict[str, Any]) -> None:
    answered = {"status": 200, "headers": [["Content-Type", "text/html"]], "verified": True}
    site: dict[str, Any] = {"hostname": "shop.test", "url": HTTPS, "auto": answered, "body": ""}
    site |= {"https": None, "http": answered, "http_redirects": [], "cors": None}
    assert "score" in judge_json(site)
    with pytest.raises(ValueError, match=r"should be|is missing|an absolute URL"):
        judge_json({**site, **change})


def test_every_test_has_its_function() -> None:
    assert [test.name for test in TESTS] == list(JUDGES) == recorded()[0]["tests"]
