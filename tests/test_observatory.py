"""Verdicts are those of Mozilla's HTTP Observatory, @mdn/mdn-http-observatory 1.4.8.

Expected values are its own: recorded in oracle/observatory-sites.jsonl, where each line is a random
site and its verdict, or given by it here and now where Node and the package are on this machine.
"""

from __future__ import annotations

import json
import random
from functools import cache
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

    def test_fresh_random_sites_get_the_verdict_mozillas_gives() -> None:
        seed = random.randrange(10**9)
        print(f"seed {seed}")
        sites = list(random_sites(LIVE_SITES, seed))
        verdicts = zip(oracle.theirs(sites, place), oracle.ours(sites), strict=True)
        assert [pair for pair in verdicts if not oracle.agree(*pair)] == []


# The sum: src/scanner/index.js adds up, the recorded sites hold every case of it.


@pytest.mark.parametrize(
    ("points", "wanted"),
    [([], 100), ([-10, 10, 5], 105), ([-15, 10, 5], 85), ([-60, -50, 10], 0), ([5] * 4, 120)],
)
def test_extra_credit_counts_from_90_on(points: list[int], wanted: int) -> None:
    assert total(points) == wanted


def test_grades_are_those_of_mozillas_chart() -> None:
    assert list(map(grade, range(151))) == recorded()[0]["grades"]
