"""Judgements of each response by itself: who may frame it, what is guessed of it, what it tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from helpers import sniffing
from helpers.exchange import Request, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered
from helpers.exercises.framed import why
from helpers.exercises.in_words import told
from helpers.exercises.slips import misnamed
from helpers.framing import may_frame

REFERRER_POLICIES = (
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "strict-origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
)
"""The values of Referrer Policy, section 3; a browser skips what is none of them."""

CAREFUL = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
"""Those that OWASP, Helmet or the Observatory recommend: no path goes to another site."""


Judge = Callable[[Request, Response], str | None]


def every_response(judge_one: Judge) -> Judgement:
    """No response may give that judge a reason to complain."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in answered(evidence):
            if complaint := judge_one(exchange.request, response):
                return complaint
        return None

    return judge


def cannot_be_framed_by(embedder: str, request: Request, response: Response) -> str | None:
    """No page of that origin shows the response in a frame.

    What is saved, 204, 3xx, a fetch and a tag for a script or an image show none.
    """
    no_page = response.status == 204 or 300 <= response.status < 400 or sniffing.saved(response)
    no_page = no_page or request.header("Sec-Fetch-Dest") in ("empty", "script", "image")
    if request.method != "GET" or no_page:
        return None
    if framing := may_frame(response, request.url, embedder + "/"):
        return (
            f"Expected a browser to refuse {told(request)}, status {response.status}, in a frame "
            f"of {embedder}; it shows it, because {why(framing, response)}"
        )
    return None


def never_sniffed(request: Request, response: Response) -> str | None:
    """X-Content-Type-Options is nosniff, as a browser reads it."""
    if sniffing.nosniff(response):
        return None
    came = _came(request, response, "X-Content-Type-Options")
    return f"Expected X-Content-Type-Options: nosniff; {came}."


def _came(request: Request, response: Response, name: str) -> str:
    value = response.header(name)
    sent = "; ".join(["none", *misnamed(response, name)]) if value is None else f'"{value}"'
    return f"{told(request)}, status {response.status}, answered with {sent}"


def tells_little(wanted: Sequence[str], request: Request, response: Response) -> str | None:
    """Referrer Policy, section 8.1: the last value that a browser knows counts."""
    sent = response.header("Referrer-Policy")
    known = [value.strip().lower() for value in (sent or "").split(",")]
    known = [value for value in known if value in REFERRER_POLICIES]
    if known and known[-1] in wanted:
        return None
    came = _came(request, response, "Referrer-Policy")
    return f"Expected Referrer-Policy: {' or '.join(wanted)}; {came}."
