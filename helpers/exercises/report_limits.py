"""What a collector of reports keeps: how large, how many, and whose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence
from helpers.exercises.anywhere import answered, happened
from helpers.exercises.no_reports import NO_REPORTS
from helpers.exercises.report_sites import (
    BUSY,
    FLOOD,
    KEPT,
    LARGEST,
    ORDINARY,
    QUIET,
    REPORT_URI,
    SHOP,
    Violation,
    asked_of,
    is_dashboard,
    is_hostile,
    violations,
)
from helpers.page import parts
from helpers.sniffing import opens_as_page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


def dashboard(evidence: Evidence, site: str = SHOP, look: int = 0) -> Response | str:
    """What the shop's dashboard showed at that look, the first or the last; or why nothing."""
    seen = [each for each in asked_of(site, evidence) if is_dashboard(each)][look]
    if seen.response and seen.response.status == 200:
        return seen.response
    return f"Expected GET /dashboard to show the reports; {happened(seen)}."


UNSEEN = (
    *("head", "script", "style", "template", "noscript", "datalist", "[hidden]"),
    *("dialog:not([open])", '[style*="display:none" i]', '[style*="display: none" i]'),
    *('[style*="visibility:hidden" i]', '[style*="visibility: hidden" i]'),
)
"""What no reader sees (HTML, "Hidden elements")."""


@lru_cache(maxsize=8)
def shown(board: Response) -> str:
    """What a reader of a dashboard sees, over the borders of elements.

    Where it is no page it is all that came, and so it is where the page has a script, which may
    show what it holds.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(board.text)
    if not opens_as_page(board) or any(part.is_code for part in parts(board, f"{SHOP}/dashboard")):
        return unescape(board.text) + _text(page)
    for hidden in page.css(", ".join(UNSEEN)):
        if hidden.tag == "html":
            return ""
        hidden.decompose()
    fields = [one.attributes.get("value") for one in page.css("input:not([type=hidden i])")]
    fields += [whole for one in page.css("[title]") if (whole := _shortened(one))]
    frames = [one.attributes.get("srcdoc") for one in page.css("iframe")]
    return " ".join(filter(None, (_text(page), *fields, *frames)))


def _shortened(element: LexborNode) -> str:
    """The title of an element that shows its beginning: who points at it reads the whole."""
    title, begins = element.attributes.get("title") or "", element.text(deep=True).rstrip(" .…")
    return title if begins and title.startswith(begins) else ""


def _text(page: LexborHTMLParser) -> str:
    return page.root.text(deep=True) if page.root else ""


def unseen(word: str, board: Response) -> str:
    """That the word is in the page all the same, for the end of a sentence, or ""."""
    is_there = word in unescape(board.text) and word not in shown(board)
    where = "where no reader sees it: in a comment, in what is hidden or in an attribute"
    return f" (it is in the page, {where})" if is_there else ""


def is_of_the_shop(each: Exchange) -> bool:
    """Whether it is neither a report nor a look at the dashboard."""
    return not is_dashboard(each) and urlsplit(each.request.url).path != "/reports"


def too_large(evidence: Evidence, _before: Evidence) -> str | None:
    """A report of more than ``LARGEST`` bytes is answered 413, and one of so many is taken.

    One that does not say its length is refused in any way.
    """
    for each, response in answered(evidence):
        size = len(each.request.body)
        if is_of_the_shop(each) or len(violations(each.request)) > KEPT:
            continue
        if size > LARGEST and each.request.header("Transfer-Encoding"):
            if not 400 <= response.status < 500:
                return (
                    f"Expected a 4xx status to POST /reports with {size:,} bytes in chunks "
                    "(Transfer-Encoding: chunked), which come without a Content-Length; "
                    f"{happened(each)}."
                )
        elif size > LARGEST and response.status != 413:
            caught = " Does an except of yours catch the 413?" * (response.status == 400)
            letters = len(each.request.text)
            wide = f", {letters:,} characters" * (letters <= LARGEST)
            sent = f"{size:,} bytes{wide}"
            return f"Expected 413 to POST /reports with {sent}; {happened(each)}.{caught}"
        if size <= LARGEST and response.status == 413 and each.request.body not in NO_REPORTS:
            return f"Expected POST /reports to take {size:,} bytes; {happened(each)}."
    return None


def kept_in_a_row(evidence: Evidence, _before: Evidence) -> str | None:
    """Of ``ORDINARY`` reports the dashboard has all, of the flood at most ``KEPT``, and those.

    Where the first shop's has none either, none is taken, and that has a requirement of its own.
    """
    first, last = (dashboard(evidence, BUSY, look) for look in range(2))
    if isinstance(first, str) or isinstance(last, str):
        return next(each for each in (first, last) if isinstance(each, str))
    said = [violations(each.request) for each in asked_of(BUSY, evidence)]
    flood = [one for one, *more in filter(None, said) if not more]
    taken = _count(flood[:ORDINARY], first)
    if taken < ORDINARY and (taken or _takes_any(evidence)):
        return (
            f"Expected GET /dashboard to show all of {ORDINARY} reports that came in a row; it "
            f"shows {taken}. {_refused(evidence)}{ORDINARY} are an ordinary minute."
        )
    if (kept := _count(flood, last)) > KEPT:
        return (
            f"Expected GET /dashboard to show at most {KEPT} of {FLOOD} reports that came in a "
            f"row; it shows {kept}."
        )
    if (left := _count(flood[:ORDINARY], last)) < taken:
        return (
            f"Expected GET /dashboard to show the first {ORDINARY} of {FLOOD} reports in a row "
            f"still; it shows {left} of them, so a stranger's flood takes true reports away."
        )
    if (kept := _count([*chain(*said)], last)) > KEPT:
        return (
            f"Expected GET /dashboard to show at most {KEPT} of {ORDINARY} reports in a row, "
            f"{FLOOD} more in one list, and {FLOOD - ORDINARY} in a row again; it shows {kept}."
        )
    return None


def _refused(evidence: Evidence) -> str:
    """The first of the ordinary reports that was refused, and what it said of itself."""
    sent = [each for each in asked_of(BUSY, evidence) if each.request.method == "POST"]
    for number, each in enumerate(sent[:ORDINARY], 1):
        if each.response and each.response.status >= 300:
            names = ("Origin", "Referer", "Cookie", "Authorization")
            fields = ", ".join(f"{name}: {each.request.header(name)}" for name in names)
            return f"The report number {number} was answered {each.response.status} ({fields}). "
    return ""


def _takes_any(evidence: Evidence) -> bool:
    board = dashboard(evidence)
    sent = [each.request for each in asked_of(SHOP, evidence)]
    by_report_uri = [each for each in sent if each.header("Content-Type") == REPORT_URI]
    said = chain(*map(violations, by_report_uri))
    ordinary = [one for one in said if not is_hostile(one)]
    return not isinstance(board, str) and _count(ordinary, board) > 0


def kept_at_once(evidence: Evidence, _before: Evidence) -> str | None:
    """Of a list with more than ``KEPT``, at least ``ORDINARY`` are kept and at most ``KEPT``.

    Where of a short list nothing is kept, that has a requirement of its own.
    """
    boards = [dashboard(evidence, site) for site in (SHOP, QUIET)]
    (sent,) = filter(None, (violations(each.request) for each in asked_of(QUIET, evidence)))
    lists = [violations(each.request) for each in asked_of(SHOP, evidence)]
    short = next(each for each in lists if len(each) > 1)
    shown, kept = (
        0 if isinstance(board, str) else _count(said, board)
        for said, board in zip((short, sent), boards, strict=True)
    )
    if shown and not ORDINARY <= kept <= KEPT:
        return (
            f"Expected GET /dashboard to show {ORDINARY} to {KEPT} of {FLOOD} reports that came "
            f"in one list, the first a new shop got; it shows {kept}."
        )
    return None


def _count(said: Sequence[Violation], board: Response) -> int:
    text = shown(board)
    return sum(urlsplit(one.page).path in text for one in said)


def own_reports_only(evidence: Evidence, _before: Evidence) -> str | None:
    """No dashboard shows a report that another shop got."""
    board = dashboard(evidence, BUSY)
    if isinstance(board, str):
        return None
    said = [one for each in asked_of(SHOP, evidence) for one in violations(each.request)]
    foreign = [one for one in said if not is_hostile(one) and _count([one], board)]
    if foreign:
        return (
            "Expected GET /dashboard of a second shop to show its own reports; it shows one that "
            f"the first shop got, {foreign[0]}: add_collector was called for each."
        )
    return None
