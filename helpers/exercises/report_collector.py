"""Exercise 08-1, a collector: what is on its dashboard, and what strangers can do to it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from helpers.exchange import Exchange, Response
from helpers.exercises import Call, Evidence, Exercise, Judgement, no_worse, still, stops
from helpers.exercises.anywhere import answered, happened, same_bodies
from helpers.exercises.report_sites import (
    FLOOD,
    KEPT,
    LARGEST,
    NO_REPORTS,
    REPORT_TO,
    REPORT_URI,
    SHOP,
    Violation,
    before_the_flood,
    is_dashboard,
    is_hostile,
    plain_shop,
    violations,
    visits,
)
from helpers.page import parts
from helpers.sniffing import opens_as_page

WHY_REFUSED = {
    302: "a browser sends a report without a login",
    400: "a browser sends just this, with no CSRF token, and in two shapes",
    401: "a browser sends a report without a login",
    403: "a browser sends a report without a login and without a CSRF token",
    404: "no view takes it",
    405: "no view takes it",
    413: "an ordinary report is a thousand bytes long",
    415: "get_json() refuses that type, unless it is told force=True",
    429: "forty reports in a row are an ordinary minute",
    503: "forty reports in a row are an ordinary minute",
}
"""What refusing an ordinary report comes from, by status."""


def _kind(each: Exchange) -> str:
    return each.request.header("Content-Type") or ""


def _dashboard(evidence: Evidence, look: int) -> Response | str:
    """What the dashboard showed at that look, the first or the last; or why it showed nothing."""
    seen = [each for each in evidence.exchanges if is_dashboard(each)][look]
    if seen.response and seen.response.status == 200:
        return seen.response
    return f"Expected GET /dashboard to show the reports; {happened(seen)}."


def _words(violation: Violation) -> tuple[str, str, str]:
    """What a dashboard has to show of it, however it writes addresses."""
    host = urlsplit(violation.blocked).hostname or violation.blocked
    return urlsplit(violation.page).path, violation.directive, host


def on_the_dashboard(kind: str) -> Judgement:
    """What ordinary reports of that type say is accepted, and on the dashboard."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        board = _dashboard(evidence, 0)
        if isinstance(board, str):
            return board
        shown = unescape(board.text)
        for each in before_the_flood(evidence):
            said = violations(each.request)
            if _kind(each) != kind or any(map(is_hostile, said)):
                continue
            if said and each.response and not 200 <= each.response.status < 300:
                because = WHY_REFUSED.get(each.response.status, "it is an ordinary report")
                return f"Expected POST /reports to take {kind}; {happened(each)}, and {because}."
            for violation in said:
                if lost := [one for one in _words(violation) if one not in shown]:
                    return (
                        f"Expected GET /dashboard to show what POST /reports got as {kind}, "
                        f"{violation}; it lacks {lost[0]}."
                    )
        return None

    return judge


def nothing_but_text(evidence: Evidence, _before: Evidence) -> str | None:
    """No text of a report is an element, code or a template of the dashboard."""
    board = _dashboard(evidence, 0)
    if isinstance(board, str):
        return board
    for each in before_the_flood(evidence):
        for violation in filter(is_hostile, violations(each.request)):
            texts = (violation.page, violation.directive, violation.blocked)
            text = next(text for text in texts if is_hostile(Violation("", "", text)))
            if made := _made_of(text, board):
                return (
                    f"Expected GET /dashboard to show the text {text} of a report as text; {made}."
                )
    return None


def _made_of(text: str, board: Response) -> str | None:
    """What a browser, or the template, makes of a hostile text; None where it stays text."""
    from selectolax.lexbor import LexborHTMLParser

    (mark,) = set(re.findall("w[a-p]{10}", text))
    product = re.search(r"\{\{ (\d+) \* 3 }}", text)
    if product and str(3 * int(product[1])) in board.text:
        return "Jinja ran it: give the template values, and do not build it out of them"
    if not opens_as_page(board):
        return None
    if LexborHTMLParser(board.text).css_first(f'[id="{mark}"]'):
        return "a browser makes an element of it, because it is not escaped, or not in quotes"
    links = [part for part in parts(board, f"{SHOP}/dashboard") if part.kind == "javascript-url"]
    if any(mark in (link.source or "") for link in links):
        return "it is the address of a link, and runs when Ben clicks"
    return None


def too_large(evidence: Evidence, _before: Evidence) -> str | None:
    """A report of more than ``LARGEST`` bytes is answered 413."""
    for each, response in answered(evidence):
        size = len(each.request.body)
        if size > LARGEST and response.status != 413:
            return f"Expected 413 to POST /reports with {size:,} bytes; {happened(each)}."
    return None


def not_flooded(evidence: Evidence, _before: Evidence) -> str | None:
    """Of the flood, the dashboard has at most ``KEPT`` reports."""
    board = _dashboard(evidence, -1)
    if isinstance(board, str):
        return board
    sent = evidence.exchanges[len(before_the_flood(evidence)) :]
    flood = [violation for each in sent for violation in violations(each.request)]
    kept = sum(urlsplit(one.page).path in board.text for one in flood)
    if kept > KEPT:
        return (
            f"Expected GET /dashboard to show at most {KEPT} of {FLOOD} reports that came in a "
            f"row; it shows {kept}."
        )
    return None


def refuses_garbage(evidence: Evidence, _before: Evidence) -> str | None:
    """What is a report in neither format is answered with a 4xx status."""
    for each, response in answered(evidence):
        body = each.request.body
        posted = each.request.method == "POST" and body in NO_REPORTS
        if posted and not 400 <= response.status < 500:
            return f"Expected a 4xx status to POST /reports with {body!r}; {happened(each)}."
    return None


def repeats_nothing(evidence: Evidence, _before: Evidence) -> str | None:
    """No answer to a report holds what the report said."""
    for each, response in answered(evidence):
        for violation in violations(each.request):
            page, _directive, host = _words(violation)
            if any(len(one) > 9 and one in response.text for one in (page, host)):
                return (
                    "Expected the answer to POST /reports to repeat nothing; it repeats the "
                    f"report: {violation}."
                )
    return None


def _other_pages_as_before(evidence: Evidence, before: Evidence) -> str | None:
    now, then = (
        Evidence(
            exchanges=tuple(
                each
                for each in one.exchanges
                if each.request.method == "GET" and not is_dashboard(each)
            )
        )
        for one in (evidence, before)
    )
    return same_bodies(now, then)


COLLECTOR = Exercise(
    id="08-1",
    title="A collector for both formats",
    answer="add_collector",
    probe=Call(visits, plain_shop),
    requirements=[
        stops("The dashboard shows a hostile report as text", nothing_but_text),
        stops("A report of more than 64 kB is answered 413", too_large),
        stops("Of 100 reports in a row, at most 50 are kept", not_flooded),
        stops("What is no report is answered 4xx", refuses_garbage),
        stops("The answer to a report repeats nothing of it", repeats_nothing),
        still("A report by report-uri is on the dashboard", on_the_dashboard(REPORT_URI)),
        still("Every violation by report-to is on the dashboard", on_the_dashboard(REPORT_TO)),
        no_worse("The shop's pages answer as they did", _other_pages_as_before),
    ],
    hints=[
        "Begin with one function: a document in, rows of page, directive and blocked out. The "
        "document is a dict in one format, and a list in the other.",
        "Two limits: one on the bytes of a request, one on how many reports are kept. What does "
        "the lesson's collector answer where each is reached?",
        'Read "The collector", under The header, and "Two formats", under How it works.',
    ],
)
