"""How a policy looks in a terminal: what it lets through, and what is wrong with it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from helpers.csp import Policy
from helpers.csp_advice import Advice, Severity
from helpers.csp_report import given_by, meaning, problems, sites
from helpers.csp_source import UrlSource
from helpers.show import WIDTH, Table, line_width

WIDEST_PLACE = 36
"""Characters of the widest word in a table of full width; an address may have three such lines."""
LEAST = 10
"""Characters in a line of a sentence."""
MOST_SITES = 12
"""Of more sites that a policy names, or words that a row is about, so many are shown."""


def policy_tables(policy: Policy) -> tuple[Table, ...]:
    """What ``csp POLICY`` shows: the usual questions, the sites it names, what is wrong with it."""
    named = sites(policy)
    about_them = [_sites_table(policy, named)] if named else []
    return _meaning_table(policy), *about_them, _problems_table(policy)


def _meaning_table(policy: Policy) -> Table:
    rows = tuple((each.question, each.answer, each.because) for each in meaning(policy))
    return Table(("what", "allowed", "because"), rows, title="What the policy lets happen")


def _sites_table(policy: Policy, named: Sequence[UrlSource]) -> Table:
    given = {each.text: ", ".join(given_by(policy, each)) for each in named[:MOST_SITES]}
    rows = [
        ("\n".join(_pieces(site)), _wrapped(what or "nothing", line_width() // 2))
        for site, what in given.items()
    ]
    more = len(named) - MOST_SITES
    rows += [(f"and {more} more", "")] * (more > 0)
    return Table(("site", "for"), tuple(rows), title="What it lets in of the sites it names")


def _problems_table(policy: Policy) -> Table:
    found = problems(policy)
    places = [_place(each) for each in found]
    # A source is not broken in two, so the sentences share what the sources leave of a line.
    place = max((len(line) for each in places for line in each.split("\n")), default=0)
    left = max(LEAST, (line_width() - len("medium") - place - 6) // 2)
    rows = tuple(
        (each.severity.value, where, _wrapped(each.why, left), _wrapped(each.instead, left))
        for each, where in zip(found, places, strict=True)
    )
    wrong = any(each.severity is not Severity.NOTE for each in found)
    title = "What is wrong with it, worst first" if wrong else "Nothing is wrong with it; to know:"
    return Table(("", "where", "why", "what to do"), rows, title=title)


def _place(advice: Advice) -> str:
    """Where it is: a directive and the words of its value, or what is not there."""
    if advice.kind.startswith("no-") and not advice.token:
        return f"no {advice.directive}"
    if advice.kind == "missing-semicolon":
        return _in_lines([advice.token, "in", advice.directive])
    tokens = advice.token.split()
    more = len(tokens) - MOST_SITES
    tokens[MOST_SITES:] = ["and", str(more), "more"] * (more > 0)
    return _in_lines([advice.directive, *tokens])


def _in_lines(words: Sequence[str]) -> str:
    half = _widest_place() // 2
    text = " ".join(piece for word in words for piece in _pieces(word)) or "the value"
    lines = textwrap.wrap(text, half, break_long_words=False, break_on_hyphens=False)
    return text if len(text) <= half + 8 else "\n".join(lines)


def _pieces(word: str) -> list[str]:
    """A directive or source in lines that fit its column: of an address three, of others one."""
    widest = _widest_place()
    most = 1 if word.startswith("'") else 3
    pieces = _broken(word, widest)
    if len(pieces) > most:
        pieces[most - 1] = pieces[most - 1][: widest - 1] + "…"
    return pieces[:most]


def _widest_place() -> int:
    return line_width() * WIDEST_PLACE // WIDTH


def _wrapped(text: str, width: int) -> str:
    words = (piece for word in text.split() for piece in _broken(word, width))
    return "\n".join(textwrap.wrap(" ".join(words), width, break_on_hyphens=False))


def _broken(word: str, width: int) -> list[str]:
    """A word in pieces no longer than that: behind a / of its path, else behind a / or a dot."""
    some = rf".{{1,{width}}}"
    behind_scheme = rf".{{{len('https://') + 1},{width}}}" if width > len("https://") else some
    return re.findall(rf"{some}$|{behind_scheme}(?<=/)|{some}(?<=[/.])|{some}", word)
