"""How results look: HTML for a notebook and plain text for everything else, from the same data.

Tables are left-aligned, at most 100 characters wide as text, less on a narrower terminal, and take
their colours from the notebook's theme. What a colour or a picture would say is always also said
in words.
"""

from __future__ import annotations

import base64
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from html import escape
from itertools import zip_longest
from typing import Any

from helpers import headers
from helpers.browser import Played
from helpers.exercises import Exercise
from helpers.judge import Findings, State
from helpers.progress import Passed

WIDTH = 100
"""Characters: the widest a line of text gets."""
NARROWEST = 60
"""Characters: in a terminal narrower than that, lines are too long."""

SAID = "the browser said"


@dataclass(frozen=True)
class Table:
    """A heading for each column, rows of text, and a line below; shows as HTML and as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    title: str = ""

    def __repr__(self) -> str:
        cells = (self.columns, *self.rows)
        widths = _fitted([max(map(_longest, column)) for column in zip(*cells, strict=True)])
        rule = tuple("-" * width for width in widths)
        lines = [_text_row(row, widths) for row in (self.columns, rule, *self.rows)]
        return "\n".join([*_wrapped(self.title), *lines, *_wrapped(self.note)])

    def _repr_html_(self) -> str:
        title = f"<p><strong>{escape(self.title)}</strong></p>" if self.title else ""
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        head = _html_row("th", self.columns)
        body = "".join(_html_row("td", row) for row in self.rows)
        table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
        # Of a folded output JupyterLab shows the first line: a blank one gives nothing away.
        return f" \n{title}{table}{note}"


@dataclass(frozen=True, repr=False)
class Points(Table):
    """A table whose text is a number: what ``nbgrader autograde`` reads as partial credit."""

    points: int = 0

    def __repr__(self) -> str:
        return str(self.points)


def line_width() -> int:
    """How many characters a line may have: WIDTH, but on a narrower terminal what that has."""
    if not (sys.stdout and sys.stdout.isatty()):
        return WIDTH
    return min(WIDTH, max(NARROWEST, shutil.get_terminal_size().columns))


def table(head: str, rows: Mapping[str, Played | Mapping[str, object]]) -> Table:
    """One row for each variant: its name under ``head``, then its facts, then what was said.

    ``rows`` maps a variant's name to what ``browser.play`` returned, or to plain facts.
    """
    played = {name: _played(row) for name, row in rows.items()}
    problems = [each.problem for each in played.values() if each.problem]
    facts = list(dict.fromkeys(name for each in played.values() for name in each.facts))
    facts = facts or ["what happened"]
    said = [SAID] if any(each.console for each in played.values()) else []
    return Table(
        (head, *map(_word, facts), *said),
        tuple((name, *_facts(each, facts), *_said(each, said)) for name, each in played.items()),
        " ".join(dict.fromkeys(problems)),
    )


@singledispatch
def show(thing: Any) -> Table:
    """The security headers of a response, present and missing, each with what it does.

    Takes a ``requests.Response``, Flask's own, or an exchange's; also what a browser played.
    Raises ``TypeError`` for what has no headers.
    """
    fields = getattr(thing, "headers", None)
    if fields is None:
        kind = type(thing).__name__
        raise TypeError(f"show() takes a response, such as web.get(...); got {kind}")
    return _headers(list(fields.items()) if hasattr(fields, "items") else list(fields))


@show.register
def _(played: Played) -> Table:
    rows = [(_word(name), _word(value)) for name, value in played.facts.items()]
    rows += [(SAID, "\n".join(played.console))] if played.console else []
    rows += [("problem", played.problem)] if played.problem else []
    return Table(("fact", "seen"), tuple(rows))


NOT_STARTED = """\
Write your answer in the cell above, run that cell, then this one. Have you? Then your answer \
changes nothing yet: is it in the name that you give to check, and in use there?"""


def findings_table(findings: Findings) -> Table:
    """What ``check`` shows: each requirement, whether it is met, and why not."""
    title = f"{findings.exercise} {findings.title}: {findings.state}"
    if findings.state is State.NOT_STARTED:
        return Table((title,), ((NOT_STARTED,),))
    title += f", {findings.points} of {findings.max_points} points"
    title += f". {findings.why_nothing}" if findings.why_nothing else ""
    more = f'hint("{findings.exercise}") gives one step of help.'
    if findings.failure:
        return Table((title,), ((findings.failure,),), more)
    rows = tuple(
        ("met" if each.met else "not met", each.text, each.why) for each in findings.requirements
    )
    done = findings.state is State.SOLVED
    return Table(
        ("", "requirement") if done else ("", "requirement", "why not"),
        tuple(row[:2] for row in rows) if done else rows,
        "" if done else more,
        title,
    )


def progress_table(
    exercises: Sequence[Exercise], passed: Mapping[str, Passed], folder: str
) -> Table:
    """What ``progress`` shows: every exercise, and the best that was reached in it."""
    best = [passed[each.id].points if each.id in passed else 0 for each in exercises]
    rows = tuple(
        (each.id, each.title, f"{points} of {each.points}")
        for each, points in zip(exercises, best, strict=True)
    )
    total = f"{sum(best)} of {sum(each.points for each in exercises)} points. Kept in {folder}"
    return Table(("exercise", "title", "points"), rows, total)


def register(shell: Any) -> None:
    """Teach IPython's ``shell`` how to display what the lower floors return."""
    shell.display_formatter.ipython_display_formatter.for_type(Played, _display_played)


def _display_played(played: Played) -> None:
    from IPython.display import display

    if played.problem and not played.facts:
        print(played.problem, *played.console, sep="\n")
        return
    display(show(played))
    if played.picture:
        picture = base64.b64encode(played.picture).decode()
        both = {"image/png": picture, "text/plain": f"Picture: {played.alt}"}
        display(both, raw=True, metadata={"image/png": {"alt": played.alt}})


def _headers(fields: Iterable[tuple[str, str]]) -> Table:
    """Present headers that bear on security, in their order; then those every page should have."""
    sent = [(name, value) for name, value in fields if _bears_on_security(name)]
    names = {name.lower() for name, _ in sent}
    rows = [(name, value, _purpose(name, value)) for name, value in sent]
    for each in headers.CATALOGUE:
        if each.scope is headers.Scope.EVERY and each.name.lower() not in names:
            rows.append((each.name, "missing", each.purpose))
    return Table(("header", "value", "what it does"), tuple(rows))


def _bears_on_security(name: str) -> bool:
    return headers.find(name) is not None


def _purpose(name: str, value: str) -> str:
    entry = headers.find(name)
    assert entry
    is_dead = entry.status in (headers.Status.REMOVED, headers.Status.REPLACED)
    if is_dead and value not in entry.recommended:
        return f"{entry.purpose} Remove it."
    return entry.purpose


def _played(row: Played | Mapping[str, object]) -> Played:
    return row if isinstance(row, Played) else Played(facts=row)


def _facts(played: Played, names: Sequence[str]) -> list[str]:
    if played.problem:
        return [played.problem.partition(":")[0], *[""] * (len(names) - 1)]
    return [_word(played.facts.get(name, "")) for name in names]


def _said(played: Played, columns: Sequence[str]) -> list[str]:
    return ["\n".join(played.console) for _ in columns]


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "\n".join(map(_word, value)) or "nothing"
    return "nothing" if value is None else str(value)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, line_width())


def _longest(text: str) -> int:
    return max(1, *map(len, text.split("\n")))


def _fitted(widths: list[int]) -> list[int]:
    """Widths whose sum fits a line: the widest gives way first."""
    spare = line_width() - 2 * (len(widths) - 1)
    while sum(widths) > spare:
        widest = max(widths)
        widths[widths.index(widest)] = widest - 1
    return widths


def _text_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    wrapped = [
        [
            part
            for line in cell.split("\n")
            for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]
        ]
        for cell, width in zip(cells, widths, strict=True)
    ]
    lines = zip_longest(*wrapped, fillvalue="")
    padded = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
    return "\n".join(padded)


def _html_row(tag: str, cells: Iterable[str]) -> str:
    style = "text-align: left !important; vertical-align: top; white-space: pre-line"
    made = (f'<{tag} style="{style}">{escape(cell)}</{tag}>' for cell in cells)
    return f"<tr>{''.join(made)}</tr>"
