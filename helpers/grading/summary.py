"""What a class knows and does not: points by exercise, and what to teach again tomorrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from statistics import mean, median

from helpers.exercises import registry
from helpers.grading.grade import Row
from helpers.grading.gradebook import requirements
from helpers.judge import Findings, State
from helpers.show import Table


@dataclass(frozen=True)
class Exercise:
    """How a class did in one exercise; ``hardest`` is the requirement that failed most often."""

    id: str
    title: str
    states: dict[State, int]
    points: list[int]
    max_points: int
    hardest: str
    failed: int


def by_exercise(rows: Sequence[Row]) -> list[Exercise]:
    """Every exercise that somebody was asked, in the lessons' order."""
    found: dict[str, list[Findings]] = {}
    for row in rows:
        for each in row.findings:
            found.setdefault(each.exercise, []).append(each)
    return [_exercise(name, found[name]) for name in registry() if name in found]


def _exercise(name: str, found: Sequence[Findings]) -> Exercise:
    states = Counter(each.state for each in found)
    unmet = Counter(
        one.text
        for each in found
        if each.state is State.NOT_YET
        for one in requirements(each)
        if not one.met
    )
    hardest, failed = unmet.most_common(1)[0] if unmet else ("", 0)
    points = [each.points for each in found]
    title, most = found[0].title, found[0].max_points
    return Exercise(name, title, dict(states), points, most, hardest, failed)


def table(rows: Sequence[Row]) -> Table:
    """The summary as a table: one row an exercise."""
    lines = tuple(
        (
            f"{each.id} {each.title}",
            f"{mean(each.points):.1f} of {each.max_points}",
            f"{each.states.get(State.SOLVED, 0)} of {len(each.points)}",
            str(each.states.get(State.NOT_STARTED, 0)),
            f"{each.failed} times: {each.hardest}" if each.failed else "nothing",
        )
        for each in by_exercise(rows)
    )
    statuses = Counter(sorted(row.status for row in rows)).most_common()
    said = ", ".join(f"{number} {status}" for status, number in statuses)
    columns = ("exercise", "mean points", "solved", "not started", "failed most often")
    return Table(columns, lines, f"{len(rows)} notebooks: {said}")


def chart(rows: Sequence[Row]) -> str:
    """The same as one picture, in SVG: for each exercise solved, begun and not started."""
    exercises = by_exercise(rows)
    bars = "".join(_svg_row(each, number) for number, each in enumerate(exercises))
    height = 26 * len(exercises) + 40
    words = "; ".join(
        f"{each.id}: {each.states.get(State.SOLVED, 0)} of {len(each.points)} solved"
        for each in exercises
    )
    return (
        f'<svg viewBox="0 0 640 {height}" role="img" aria-label="{escape(words)}">'
        f"{bars}{_legend(height)}</svg>"
    )


_LOOKS = {State.SOLVED: "#1b6e3c", State.NOT_YET: "#e0a030", State.NOT_STARTED: "#c9ccd1"}


def _svg_row(each: Exercise, number: int) -> str:
    y, x, parts = 26 * number + 6, 60.0, []
    for state, colour in _LOOKS.items():
        count = each.states.get(state, 0)
        width = 480 * count / len(each.points)
        if count:
            parts.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="18" fill="{colour}"/>'
            )
        x += width
    solved = each.states.get(State.SOLVED, 0)
    label = f'<text x="0" y="{y + 14}">{escape(each.id)}</text>'
    said = f'<text x="550" y="{y + 14}">{solved} of {len(each.points)}</text>'
    return label + "".join(parts) + said


def _legend(height: int) -> str:
    items, x = [], 60
    for state, colour in _LOOKS.items():
        items.append(f'<rect x="{x}" y="{height - 22}" width="12" height="12" fill="{colour}"/>')
        items.append(f'<text x="{x + 18}" y="{height - 11}">{state}</text>')
        x += 120
    return "".join(items)


def middle(rows: Sequence[Row]) -> str:
    """The class in one sentence."""
    graded = [row for row in rows if row.max_points]
    if not graded:
        return "Nothing could be graded."
    half = median(row.points / row.max_points for row in graded)
    reached = "all points" if half == 1 else f"{half:.0%} or more"
    return f"At least half of the {len(graded)} that could be read have {reached}."
