"""Where a policy's reports go is where browsers send them.

The table of Reporting-Endpoints is what a full Chromium 156 did with each, asked once: the headless
shell that the tests run in sends nothing by report-to. What report-uri does is asked live, in
tests/chromium/csp_reporting.py.
"""

from __future__ import annotations

import pytest

from helpers.csp import Policy
from helpers.exchange import Response
from helpers.reporting import destination, endpoints

PAGE = "https://shop.test/dir/page"

USED = [
    ('csp="/reports"', "https://shop.test/reports"),
    ('x="/n", csp="/reports";a=1', "https://shop.test/reports"),
    ('csp="https://reports.test/all"', "https://reports.test/all"),
]
IGNORED = [
    "csp=/reports",
    "csp",
    'csp = "/reports"',
    'Csp="/reports"',
    'csp="http://shop.test/reports"',
    'csp="reports"',
    'csp=("/reports")',
    'foo=bar, csp="/reports"',
    'a=1, b=?1, csp="/reports"',
    'csp="/reports", bad=(',
    '{"group": "csp"}',
    "",
]


def sent(policy: str, **fields: str) -> tuple[str, ...]:
    headers = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    (directives,) = Policy(policy).directive_sets
    return destination(directives, Response(headers=headers), PAGE).urls


@pytest.mark.parametrize(("field", "url"), USED)
def test_a_group_that_is_defined_gets_the_reports(field: str, url: str) -> None:
    assert sent("img-src 'self'; report-to csp", Reporting_Endpoints=field) == (url,)


@pytest.mark.parametrize("field", IGNORED)
def test_a_group_that_is_not_defined_silences_report_uri_too(field: str) -> None:  # M55
    policy = "img-src 'self'; report-uri /uri; report-to csp"
    assert sent(policy, Reporting_Endpoints=field) == ()


def test_without_report_to_each_address_of_report_uri_gets_them() -> None:  # CSP 3, section 6.5.1
    policy = "img-src 'self'; report-uri /reports https://other.test/x"
    assert sent(policy) == ("https://shop.test/reports", "https://other.test/x")


def test_a_page_that_came_by_http_defines_no_endpoint() -> None:  # M56
    response = Response(headers=(("Reporting-Endpoints", 'csp="https://shop.test/reports"'),))
    assert endpoints(response, "http://shop.test/") == {}
