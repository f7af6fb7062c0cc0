"""Exercise 13-3: sixteen lines of one response, to keep, to fix or to delete."""

from __future__ import annotations

from functools import partial

from helpers.exercises import Evidence, Exercise, Value, still, stops

SORTED = {
    "X-Content-Type-Options: nosniff": ("keep",),
    "Referrer-Policy: strict-origin-when-cross-origin": ("keep",),
    "Strict-Transport-Security: max-age=31536000; includeSubDomains": ("keep",),
    "Permissions-Policy: camera=(), microphone=()": ("keep",),
    "Cross-Origin-Opener-Policy: same-origin": ("keep",),
    "Cache-Control: no-cache": ("fix",),
    "Content-Security-Policy: default-src self": ("fix",),
    "X-Frame-Options: ALLOW-FROM https://partner.test": ("fix", "delete"),
    "Access-Control-Allow-Origin: null": ("fix", "delete"),
    "Clear-Site-Data: cookies": ("delete",),
    "X-XSS-Protection: 1; mode=block": ("delete", "fix"),
    "Expect-CT: max-age=86400, enforce": ("delete",),
    'Public-Key-Pins: pin-sha256="d6qzRu9z"; max-age=5184000': ("delete",),
    "X-Powered-By: Flask/3.1": ("delete",),
    "Feature-Policy: camera 'none'": ("delete", "fix"),
    "Server: gunicorn/23.0": ("delete", "fix"),
}
"""Sixteen lines of an account page's response, and what the authorities say of each.

headers-2026.md; where it takes more than one action to be right, each is accepted. A partner who
frames the page needs frame-ancestors: no value of X-Frame-Options says that, so it may go.
"""
WHY = {
    "X-Content-Type-Options": "it keeps browsers from guessing another type",
    "Referrer-Policy": "it keeps older browsers from telling other sites the whole address",
    "Strict-Transport-Security": "it keeps visitors on https for a year",
    "Permissions-Policy": "by it Chromium keeps camera and microphone from page and frames",
    "Cross-Origin-Opener-Policy": "it keeps windows of other origins from holding on to the page",
    "Cache-Control": "this page needs no-store: with no-cache, and with none, Back shows it",
    "Clear-Site-Data": "it belongs to logout: unquoted it does nothing here, quoted it logs out "
    "whoever opens the page",
    "X-Frame-Options": "no browser knows ALLOW-FROM, so any site may frame the page",
    "Content-Security-Policy": "the page needs a policy with 'self': without its quotes self is "
    "the name of a host",
    "Access-Control-Allow-Origin": "null is the origin of a frame that just says sandbox, an "
    "attacker's too",
    "X-XSS-Protection": "the filter it steered is gone from browsers",
    "Expect-CT": "browsers now require what it asked for, with or without it",
    "Public-Key-Pins": "no browser knows it any more, whatever its value",
    "X-Powered-By": "it tells attackers what you run, and visitors nothing",
    "Feature-Policy": "Permissions-Policy took its place, with another syntax",
    "Server": "it tells attackers what you run, and visitors nothing",
}


def sorted_as(action: str, evidence: Evidence, _before: Evidence) -> str | None:
    """Every line that this action alone, or first, is right for has a right action."""
    given = {line: str(evidence.value.get(line)).strip().lower() for line in SORTED}
    wrong = [
        (line, right)
        for line, right in SORTED.items()
        if right[0] == action and given[line] not in right
    ]
    if not wrong:
        return None
    line, right = wrong[0]
    more = f" (So far {len(wrong)} of these lines are wrong.)" if len(wrong) > 1 else ""
    if line not in evidence.value:
        return f"Expected a word for {line}; that line is missing from decisions.{more}"
    if given[line] not in ("keep", "fix", "delete"):
        said = evidence.value.get(line)
        return f'Expected "keep", "fix" or "delete" for {line}; it is {said!r}.{more}'
    wanted = " or ".join(f'"{each}"' for each in right)
    because = WHY[line.partition(":")[0]]
    if (action, given[line]) == ("keep", "fix"):
        because = f"it works as it stands: {because}"
    return f"Expected {wanted} for {line}; you say {given[line]}, but {because}.{more}"


SIXTEEN = Exercise(
    id="13-3",
    title="Sixteen headers: keep, fix or delete",
    answer="decisions",
    probe=Value(given=dict.fromkeys(SORTED)),
    requirements=[
        stops("What no longer does anything good is deleted", partial(sorted_as, "delete")),
        stops("What does not work as it stands is fixed", partial(sorted_as, "fix")),
        still("What protects is kept", partial(sorted_as, "keep")),
    ],
    hints=[
        "Three words are possible: keep, fix, delete. Fix is for a header that is worth sending "
        "here, and has a value that does not work, or does not suit the page of an account.",
        "Of each header ask two things: does it still count, and is its value right for this page? "
        "Lesson 02 has nosniff, 03 frames, 04 Strict-Transport-Security, 05 the policy.",
        'Read the table under "Retired, or telling too much", under Mistakes people make.',
    ],
)
