"""The verb ``scan``: the Observatory's verdict on a site, as a table a beginner understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers import web
from helpers.show import Table

if TYPE_CHECKING:
    from helpers.observatory import Verdict
    from helpers.observatory_visit import NewSession

NOT_HERE = (
    "Two lists that the Observatory has are not here. One is of hosts built into browsers as https "
    "only: such a host counts as any other, without 5 points, and its redirects are judged. The "
    "other is of domains: here a script is the site's own if the last two labels of its host's "
    "name are the site's, three under co.uk and the like."
)
"""What of the Observatory does not exist without a network, and how that counts."""


class NoScore(web.LabError):
    """There is nothing to give a score for, and why."""


@dataclass(frozen=True)
class Scan:
    """The verdict on a site, and what there is to say of how it was found, a sentence each."""

    url: str
    verdict: Verdict
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """What ``scan --json`` prints."""
        return {"url": self.url, **self.verdict.as_json(), "notes": list(self.notes)}


def scan(url: str) -> Table:
    """What Mozilla's HTTP Observatory says of a site of the lab, such as "https://shop.test/".

    Raises ``NotOnline`` where no site has that name, and ``NoScore`` where its page is an error.
    """
    url = url if "://" in url else f"https://{url}"
    web.require(url)
    return scan_table(examine(url, web.new_session))


def examine(url: str, new_session: NewSession | None = None) -> Scan:
    """Ask a site and judge it; on the real network, unless sessions of another are given.

    Raises ``NoScore`` with one line that says why, and ``ValueError`` for no address.
    """
    from helpers.observatory import judge
    from helpers.observatory_site import NotScored
    from helpers.observatory_visit import look, online_session

    try:
        seen = look(url, new_session or online_session)
        return Scan(url, judge(seen.site), (*seen.notes, NOT_HERE))
    except NotScored as reason:
        raise NoScore(f"{url} has no score: {reason}.") from None


def scan_table(scanned: Scan) -> Table:
    """What ``scan`` shows: each test with its points, what it found, what to do; then the sum."""
    from helpers.observatory_results import TESTS

    verdict = scanned.verdict
    results = [(test.title, verdict.results[test.name]) for test in TESTS]
    rows = tuple(
        (title, _points(each.points, verdict.credit_counts), each.found, each.advice)
        for title, each in results
    )
    title = f"{scanned.url}: {verdict.grade}, {verdict.score} points"
    note = " ".join([_sum(verdict), *scanned.notes])
    return Table(("test", "points", "what it found", "what to do"), rows, note, title)


def _points(points: int, credit_counts: bool) -> str:
    if points > 0 and not credit_counts:
        return f"(+{points})"
    return f"{points:+}" if points else "0"


def _sum(verdict: Verdict) -> str:
    """How the score comes about."""
    from helpers.observatory_results import CREDIT_FROM, FULL_SCORE

    lost, earned = -verdict.lost, verdict.earned if verdict.credit_counts else 0
    terms = f"{FULL_SCORE}{f' - {lost}' * (lost > 0)}{f' + {earned}' * (earned > 0)}"
    sums = f"{terms} = {verdict.score}." if lost <= FULL_SCORE else f"{terms} is below 0, so 0."
    if verdict.earned > earned:
        sums += f" Points in brackets count from {CREDIT_FROM} on."
    return sums
