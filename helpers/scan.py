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
    "The Observatory has two lists that are not here: hosts built into browsers as https only, 5 "
    "points for one of them; and public suffixes, so that here two hosts are one site where the "
    "last two labels of their names are the same, or three under co.uk and the like."
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
    from helpers.observatory_results import CREDIT_FROM, FULL_SCORE, TESTS

    results = scanned.verdict.results
    lost = -sum(min(each.points, 0) for each in results.values())
    earned = sum(max(each.points, 0) for each in results.values())
    counts = FULL_SCORE - lost >= CREDIT_FROM
    rows = tuple(
        (test.title, _points(result.points, counts), result.found, result.advice)
        for test in TESTS
        for result in [results[test.name]]
    )
    terms = [
        str(FULL_SCORE),
        *[f"- {lost}"] * bool(lost),
        *[f"+ {earned}"] * (counts and earned > 0),
    ]
    sums = f"{' '.join(terms)} = {scanned.verdict.score}." if len(terms) > 1 else ""
    if lost > FULL_SCORE:
        sums = f"{' '.join(terms)} is below 0, so 0."
    if earned and not counts:
        sums += f" Points in brackets count from {CREDIT_FROM} on."
    note = " ".join([*[sums] * bool(sums), *scanned.notes])
    title = f"{scanned.url}: {scanned.verdict.grade}, {scanned.verdict.score} points"
    return Table(("test", "points", "what it found", "what to do"), rows, note, title)


def _points(points: int, counts: bool) -> str:
    return (
        f"{points:+}" if points < 0 or (points and counts) else f"({points:+})" if points else "0"
    )
