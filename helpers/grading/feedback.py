"""A page for each learner, and one for the teacher: HTML that needs nothing else, and Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from unicodedata import normalize

from helpers.grading.grade import Row
from helpers.grading.gradebook import give_to_caller, place, printable, requirements, write_text
from helpers.grading.summary import chart, middle, table
from helpers.judge import Findings, State

STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 1rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
h1, h2, td, li { overflow-wrap: anywhere }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem;
         border-bottom: 1px solid #8888 }
td { min-width: 2rem }
svg { width: 100%; font-size: 13px; fill: currentColor }
@media (max-width: 40rem) {
  th, td { padding: .3rem .2rem; font-size: .85rem; hyphens: auto }
}
"""

PLAIN = 50
"""Characters of a page's name that people read: with all of four bytes, it still fits."""
DIGEST = 16
"""Characters behind them, by which hardly any two pages have one name."""

ENDED = {
    "timeout": "This notebook did not end in time",
    "crashed": "This notebook crashed",
    "unreadable": "Nothing could be read",
}


def write(folder: Path, rows: Sequence[Row]) -> None:
    """A page of each kind for every row, and ``summary.html``; raises ``OSError``.

    A folder that is not there yet is made for its owner alone.
    """
    for each in reversed([folder, *folder.parents]):
        if not each.is_dir():
            each.mkdir(0o700)
            give_to_caller(each)
    for row in rows:
        name = page_name(row)
        write_text(folder / f"{name}.html", html(row))
        write_text(folder / f"{name}.md", markdown(row))
    write_text(folder / "summary.html", summary(rows))


def page_name(row: Row) -> str:
    """A file name that any system can hold, told apart from that of every other submission."""
    plain = re.sub(r"[^\w-]+", "-", normalize("NFC", "-".join(_whose(row)))).strip("-")
    digest = sha256(row.file.encode("utf-8", "surrogateescape")).hexdigest()[:DIGEST]
    return f"{plain[:PLAIN]}-{digest}"


def _whose(row: Row) -> list[str]:
    """The learner and the notebook, as far as the path tells; the rest of it is the teacher's."""
    parts = place(row)
    learner = parts["learner"] if parts["learner"] != parts["name"] else parts["folder"]
    return [each for each in dict.fromkeys((learner, parts["name"])) if each]


def html(row: Row) -> str:
    """What a learner is told: every requirement, whether it is met, and why not."""
    parts = [f"<p>{escape(_result(row))}</p>", *map(_exercise_html, row.findings)]
    return _page(_heading(row), "".join(parts))


def _heading(row: Row) -> str:
    return f"Feedback for {printable('/'.join(_whose(row)))}"


def _result(row: Row) -> str:
    said = f"{row.points} of {row.max_points} points."
    if row.status == "graded":
        return said
    return f"{said} {ENDED[row.status]}: {printable(row.why).rstrip('.')}."


def _exercise_html(found: Findings) -> str:
    head = f"<h2>{escape(_title(found))}</h2>"
    if found.state is State.NOT_STARTED:
        return head + "<p>Not started.</p>"
    if found.failure:
        return head + f"<p>{escape(printable(found.failure))}</p>"
    rows = "".join(
        f"<tr><td>{_word(each.met)}</td><td>{escape(each.text)}</td>"
        f"<td>{escape(printable(each.why))}</td></tr>"
        for each in found.requirements
    )
    columns = "<tr><th scope=col>met</th><th scope=col>requirement</th><th scope=col>why not</th>"
    why = f"<p>{escape(found.why_nothing)}</p>" if found.until else ""
    return f"{head}{why}<table><thead>{columns}</tr></thead><tbody>{rows}</tbody></table>"


def _title(found: Findings) -> str:
    return f"{found.exercise} {found.title}: {found.points} of {found.max_points}"


def _word(met: bool) -> str:
    return "yes" if met else "no"


def markdown(row: Row) -> str:
    """The same as Markdown, in which nothing of the learner's is markup."""
    lines = [f"# {_plain(_heading(row))}", "", _plain(_result(row))]
    for found in row.findings:
        lines += ["", f"## {_plain(_title(found))}", ""]
        if found.state is State.NOT_STARTED:
            lines.append("Not started.")
        elif found.failure:
            lines.append(_plain(found.failure))
        else:
            lines += [_plain(found.why_nothing), ""] if found.until else []
            lines += (_item(each.met, each.text, each.why) for each in requirements(found))
    return "\n".join([*lines, ""])


def _item(met: bool, text: str, why: str) -> str:
    return f"- {'met' if met else 'not met'}: {_plain(text)}" + (f" {_plain(why)}" if why else "")


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~-])", r"\\\1", printable(text))


def summary(rows: Sequence[Row]) -> str:
    """What the teacher looks at first."""
    shown = table(rows)
    head = "".join(f"<th scope=col>{escape(each)}</th>" for each in shown.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in shown.rows
    )
    missed = "".join(
        f"<li>{escape(printable(row.file))}: {row.status}, {escape(printable(row.why))}</li>"
        for row in rows
        if row.status != "graded"
    )
    listed = f"<h2>Not graded in full</h2><ul>{missed}</ul>" if missed else ""
    table_html = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    text = f"<p>{escape(shown.note)}. {escape(middle(rows))}</p>"
    return _page("Summary", f"{text}{chart(rows)}{table_html}{listed}")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )
