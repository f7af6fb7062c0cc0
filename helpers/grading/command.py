"""``python -m helpers grade``: the run from files to gradebook."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from helpers.grading import feedback, gradebook, summary
from helpers.grading.grade import Row, find, grade_all
from helpers.grading.gradebook import printable
from helpers.grading.sandbox import NoSandboxError

WARNING = (
    "--unsafe: no sandbox. Submissions can read your files and use your network; "
    "only limits and the deadline are kept."
)


@dataclass(frozen=True)
class Outputs:
    """Where results go; ``columns`` are the first ones of the CSV."""

    json: Path | None
    csv: Path | None
    feedback: Path | None
    columns: Mapping[str, str]


def columns(given: Sequence[str]) -> dict[str, str]:
    """The first columns of the CSV, from ``NAME=VALUE``; raises ``click.UsageError``."""
    found = dict(each.partition("=")[::2] for each in given or ("file={file}",))
    try:
        for value in found.values():
            value.format(**gradebook.place("folder/name.ipynb"))
    except (KeyError, ValueError, IndexError, AttributeError):
        raise click.UsageError(
            'A column reads "NAME=VALUE", with {file}, {name} or {folder} in it.'
        ) from None
    return found


def run(
    paths: Sequence[str], out: Outputs, jobs: int, seconds: float, unsafe: bool, resume: bool
) -> None:
    """Grade the notebooks at these paths; raises ``click.ClickException`` where it cannot."""
    if unsafe:
        click.echo(WARNING, err=True)
    files = find(paths)
    book = out.json or out.csv
    journal = gradebook.Journal(book) if book else None
    done = journal.known() if journal and resume else {}
    try:
        with ExitStack() as stack:
            if journal:
                journal.open(keep=resume)
            rows = _rows(files, jobs, seconds, unsafe, done, journal, stack)
        _write(out, gradebook.ordered(rows, files), "none (--unsafe)" if unsafe else "bubblewrap")
    except NoSandboxError as missing:
        raise click.ClickException(f"{missing}") from None
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        why = f"The gradebook cannot be written: {error.strerror or error}{where}."
        raise click.ClickException(why) from None
    if journal:
        journal.close()
    click.echo(summary.table(gradebook.ordered(rows, files)))


def _rows(
    files: Sequence[str],
    jobs: int,
    seconds: float,
    unsafe: bool,
    done: dict[str, Row],
    journal: gradebook.Journal | None,
    stack: ExitStack,
) -> list[Row]:
    rows = []
    terminal = sys.stderr.isatty()
    bar = click.progressbar(length=len(files), label="grading", file=sys.stderr)
    if terminal:
        stack.enter_context(bar)
    for file, row in grade_all(files, jobs, seconds, unsafe, done):
        rows.append(row)
        key = f"{file.file} {file.digest}"
        if journal and key not in done:
            journal.note(key, row)
        if terminal:
            bar.update(1)
        elif row.status != "graded":
            click.echo(f"{printable(row.file)}: {row.status}, {printable(row.why)}", err=True)
    return rows


def _write(out: Outputs, rows: Sequence[Row], sandbox: str) -> None:
    if out.json:
        gradebook.write_json(out.json, rows, sandbox)
    if out.csv:
        gradebook.write_csv(out.csv, rows, out.columns)
    if out.feedback:
        feedback.write(out.feedback, rows)
