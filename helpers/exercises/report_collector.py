"""Exercise 08-1, a collector: what is on its dashboard, and what strangers can do to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2.utils import htmlsafe_json_dumps

from helpers.exchange import Exchange, Response
from helpers.exercises import Call, Evidence, Exercise, Judgement, no_worse, still, stops
from helpers.exercises.anywhere import all_of, answered, happened, only, same_bodies
from helpers.exercises.drawn import DRAWN
from helpers.exercises.no_reports import NO_REPORTS
from helpers.exercises.of_pages import Attempt, still_let_in
from helpers.exercises.report_limits import (
    dashboard,
    is_of_the_shop,
    kept_at_once,
    kept_in_a_row,
    own_reports_only,
    shown,
    too_large,
    unseen,
)
from helpers.exercises.report_sites import (
    LARGEST,
    OTHER_HOST,
    REPORT_TO,
    REPORT_URI,
    SHOP,
    Violation,
    asked_of,
    by_report_to,
    is_hostile,
    plain_shop,
    violations,
    visits,
)
from helpers.page import Part, parts
from helpers.sniffing import opens_as_page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

WHY_REFUSED = {
    **dict.fromkeys((301, 302, 303, 307, 308), "not every browser follows one with a report"),
    401: "most visitors have no login, and their browsers report too",
    403: "a browser sends no CSRF token with a report, and most visitors have no login",
    404: "no view takes it",
    405: "no view takes it",
    413: "an ordinary report is a thousand bytes long",
    415: "a browser sends no other (get_json() takes it when it is told force=True)",
    429: "forty reports in a row are an ordinary minute",
    503: "forty reports in a row are an ordinary minute",
}
"""What refusing an ordinary report comes from, by status."""

WHY_400 = {
    REPORT_URI: "a browser sends one object with csp-report in it, and no CSRF token",
    REPORT_TO: "a browser sends a list, with reports of other types in it",
}
"""The same for 400, by type: a view that reads one format only says so of the other."""


def _kind(each: Exchange) -> str:
    return each.request.header("Content-Type") or ""


def _mode(each: Exchange) -> str:
    """What a report says of the policy, where that is enforced."""
    return ', with "disposition": "enforce"' if '"enforce"' in each.request.text else ""


def _words(violation: Violation) -> tuple[str, str, str]:
    """What a dashboard has to show of it, however it writes addresses."""
    host = urlsplit(violation.blocked).hostname or violation.blocked
    return urlsplit(violation.page).path, violation.directive, host


def on_the_dashboard(kind: str) -> Judgement:
    """What ordinary reports of that type say is accepted, and on the dashboard."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        board = dashboard(evidence)
        if isinstance(board, str):
            return board
        text = shown(board)
        for each in asked_of(SHOP, evidence):
            said = violations(each.request)
            large = len(each.request.body) >= LARGEST  # of which too_large speaks
            if large or _kind(each) != kind or any(map(is_hostile, said)):
                continue
            if said and each.response and not 200 <= each.response.status < 300:
                reasons = WHY_REFUSED | {400: WHY_400[kind]}
                because = reasons.get(each.response.status, "it is an ordinary report")
                return f"Expected POST /reports to take {kind}; {happened(each)}, and {because}."
            for violation in said:
                if lost := [one for one in _words(violation) if one not in text]:
                    short = lost[0] if len(lost[0]) < 60 else f"the end of {lost[0][:12]}…"
                    return (
                        f"Expected GET /dashboard to show what POST /reports got as {kind}, "
                        f"{violation}{_mode(each)}; it lacks {short}{unseen(lost[0], board)}."
                    )
        return None

    return judge


def passes_over_others(evidence: Evidence, _before: Evidence) -> str | None:
    """Reports of other types are taken, and not on the dashboard.

    What is not answered 2xx counts as not delivered (Reporting API, "attempt to deliver reports").
    """
    types = ", ".join(each["type"] for each in by_report_to())
    for each, response in answered(evidence):
        others = OTHER_HOST in each.request.text and not violations(each.request)
        if others and not 200 <= response.status < 300:
            return (
                f"Expected POST /reports to take a list of other reports, of the types {types}, "
                f"none of csp-violation; {happened(each)}, and a browser would send it again."
            )
    board = dashboard(evidence)
    if isinstance(board, Response) and OTHER_HOST in board.text:
        return (
            "Expected GET /dashboard to show reports of type csp-violation only; it shows "
            f"{OTHER_HOST}, of an integrity-violation."
        )
    return None


def nothing_but_text(evidence: Evidence, _before: Evidence) -> str | None:
    """No text of a report is an element, code or a template of the dashboard."""
    board = dashboard(evidence)
    if isinstance(board, str):
        return board
    page = _opened(board)
    every = [*parts(board, f"{SHOP}/dashboard")]
    for each in asked_of(SHOP, evidence):
        for violation in filter(is_hostile, violations(each.request)):
            texts = (violation.page, violation.directive, violation.blocked)
            text = next(text for text in texts if is_hostile(Violation("", "", text)))
            if made := _made_of(text, board, page, every):
                return (
                    f"Expected GET /dashboard to show the text {text} of a report as text; {made}."
                )
            if page and _read_as_markup(text, shown(board)):
                return (
                    f"Expected GET /dashboard to show the text {text} of a report as it came; "
                    "a reader sees < for its &lt;. Escape & as well."
                )
            taken = each.response and each.response.status < 300
            if taken and _mark(text) not in shown(board):
                return (
                    f"Expected GET /dashboard to show the text {text}; {happened(each)} to that "
                    f"report{_mode(each)}, and the dashboard {_lacks(text, board)}."
                )
    return None


def _read_as_markup(text: str, read: str) -> bool:
    """Whether a reader sees the ``<`` that the text's ``&lt;`` stands for in HTML."""
    return f"{_mark(text)} <b" in read and f"{_mark(text)} &lt;b" not in read


def _lacks(text: str, board: Response) -> str:
    if hidden := unseen(_mark(text), board):
        return f"lacks it{hidden}"
    lacks = "has only its beginning" if text[:12] in shown(board) else "lacks it"
    return f"{lacks}. A true report may be as long, and hold quotes as well"


def _opened(board: Response) -> LexborHTMLParser | None:
    """The dashboard as a browser reads it, if it opens it as a page."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(board.text) if opens_as_page(board) else None


def _made_of(
    text: str, board: Response, page: LexborHTMLParser | None, every: Sequence[Part]
) -> str | None:
    """What a browser, or the template, makes of a hostile text; None where it stays text."""
    mark = _mark(text)
    product = re.search(r"\{\{ (\d+) \* 3 }}", text)
    if product and str(3 * int(product[1])) in board.text:
        return "Jinja ran it: give the template values, and do not build it out of them"
    if page is None:
        return None
    if page.css_first(f'[id="{mark}"]'):
        return "a browser makes an element of it, because it is not escaped, or not in quotes"
    if any(mark in (frame.attributes["srcdoc"] or "") for frame in page.css("[srcdoc]")):
        return "it is the page of a frame, where a browser makes elements of it"
    found = [part for part in every if mark in (part.source or "")]
    if any(part.kind == "javascript-url" for part in found):
        return "it is an address, of a link or a frame, and a browser runs the code in it"
    if any(part.kind in ("inline-style", "style-attribute") for part in found):
        return "it stands in a style of the page, where it can fetch url(…) from any site"
    code = [part for part in found if part.kind in ("inline-script", "event-handler")]
    if code and not all(str(htmlsafe_json_dumps(text)) in (part.source or "") for part in code):
        return "it stands in a script of the page, where escaping it for HTML is no help"
    return None


def _mark(text: str) -> str:
    """The word by which a hostile text is found again."""
    (mark,) = set(re.findall(f"w{DRAWN}", text))
    return str(mark)


def refuses_garbage(evidence: Evidence, _before: Evidence) -> str | None:
    """What is a report in neither format is answered with a 4xx status."""
    for each, response in answered(evidence):
        body = each.request.body
        posted = each.request.method == "POST" and body in NO_REPORTS
        if posted and not 400 <= response.status < 500:
            begins = repr(body[:60]) + f", {len(body):,} bytes in all," * (len(body) > 60)
            return f"Expected a 4xx status to POST /reports with {begins}; {happened(each)}."
    return None


def repeats_nothing(evidence: Evidence, _before: Evidence) -> str | None:
    """No answer to a report holds what the report said, be it refused."""
    for each, response in answered(evidence):
        if each.request.method != "POST":
            continue
        answer = unescape(response.text + " ".join(value for _, value in response.headers))
        said = [(str(one), _strangers(one)) for one in violations(each.request)]
        begins = each.request.text[:24]
        code = "<script>alert()</script>"
        lacking = f"{code}, of one that lacks its fields"
        in_part = [(lacking, (code,))] if code in each.request.text else []
        for what, words in [*said, (begins, (begins,)), *in_part]:
            if any(len(one) > 9 and one in answer for one in words):
                return (
                    "Expected the answer to POST /reports to repeat nothing; it answered "
                    f"{response.status}, and repeats the report: {what}."
                )
    return None


def _strangers(violation: Violation) -> tuple[str, ...]:
    """What of it a stranger made up: the page, what was blocked, and no directive that there is."""
    page, directive, host = _words(violation)
    return (page, host, directive) if is_hostile(violation) else (page, host)


_OWN = (
    Attempt("script", f"{SHOP}/shop.js", "a script of its own"),
    Attempt("img", f"{SHOP}/logo.png", "an image of its own"),
)


COLLECTOR = Exercise(
    id="08-1",
    title="A collector for both formats",
    answer="add_collector",
    probe=Call(visits, plain_shop),
    requirements=[
        stops("The dashboard shows a hostile report as text", nothing_but_text),
        stops("A report of more than 64 kB is answered 413", too_large),
        stops(
            "Forty reports in a row are kept, of a hundred at most fifty",
            all_of(kept_in_a_row, kept_at_once),
        ),
        stops("What is no report is answered 4xx", refuses_garbage),
        stops("The answer to a report repeats nothing of it", repeats_nothing),
        still("A report by report-uri is on the dashboard", on_the_dashboard(REPORT_URI)),
        still(
            "Every violation by report-to is on the dashboard, and no other report",
            all_of(on_the_dashboard(REPORT_TO), passes_over_others),
        ),
        no_worse(
            "The shop's pages answer as they did",
            only(is_of_the_shop, all_of(same_bodies, still_let_in(*_OWN))),
        ),
        no_worse("Each shop has its own reports", own_reports_only),
    ],
    hints=[
        "Begin with one function: a document in, rows of page, directive and blocked out. The "
        "document is a dict in one format, and a list in the other.",
        "Two limits: one on the bytes of a request, one on how many reports are kept. What does "
        "the lesson's collector answer where each is reached?",
        'Read "The collector", under The header, and "Two formats", under How it works.',
    ],
)
