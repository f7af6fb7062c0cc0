"""``python -m helpers grade``: the run from files to gradebook."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter

import click

from helpers.exercises import registry
from helpers.grading import feedback, gradebook, summary
from helpers.grading.cluster import NoClusterError, grade_on
from helpers.grading.grade import Row, Submitted, find, grade_all
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
    found: dict[str, str] = {}
    taken = {*gradebook.COLUMNS, *registry()}
    for each in given or ("file={file}",):
        name, named, value = each.partition("=")
        if not (name and named and _can_be_made(value)):
            raise click.UsageError(
                'A column reads "NAME=VALUE", with {file}, {name}, {folder} or {learner} in VALUE.'
            )
        if name in taken:
            raise click.UsageError(f"Two columns are called {name}.")
        taken.add(name)
        found[name] = value
    return found


def _can_be_made(value: str) -> bool:
    """Whether a cell can be made of it, which names nothing but what there is."""
    known = (None, *gradebook.place(Row("name.ipynb", "graded")))
    with suppress(ValueError):
        parts = [*Formatter().parse(value)]
        return all(name in known and not (how or cast) for _, name, how, cast in parts)
    return False


@dataclass(frozen=True)
class How:
    """How submissions are graded: so many at once, or on the cluster at ``scheduler``."""

    jobs: int
    seconds: float
    unsafe: bool
    scheduler: str

    def rows(self, files: Sequence[str], done: dict[str, Row]) -> Iterator[tuple[Submitted, Row]]:
        """A row for each file, as they are ready."""
        if not self.scheduler:
            return grade_all(files, self.jobs, self.seconds, self.unsafe, done)
        try:
            import distributed  # noqa: F401
        except ImportError:
            raise click.ClickException(
                "--scheduler needs Dask: pip install 'flask-secure-headers-course[grading-cluster]'"
            ) from None
        return grade_on(self.scheduler, files, self.seconds, self.unsafe, done)


def run(paths: Sequence[str], out: Outputs, how: How, resume: bool) -> None:
    """Grade the notebooks at these paths; raises ``click.ClickException`` where it cannot."""
    if how.unsafe:
        click.echo(WARNING, err=True)
    found = find(paths, [*filter(None, (out.json, out.csv, out.feedback))])
    files = [*found]
    book = out.json or out.csv
    journal = gradebook.Journal(book) if book else None
    done = journal.known() if journal and resume else {}
    try:
        with ExitStack() as stack:
            if journal:
                journal.open(keep=resume)
            graded = gradebook.ordered(_rows(files, how, done, journal, stack), files)
        rows = [replace(row, learner=found[row.file]) for row in graded]
        _write(out, rows, "none (--unsafe)" if how.unsafe else "bubblewrap")
    except (NoSandboxError, NoClusterError) as missing:
        raise click.ClickException(f"{missing}") from None
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        why = f"The gradebook cannot be written: {error.strerror or error}{where}."
        raise click.ClickException(why) from None
    if journal:
        journal.close()
    click.echo(summary.table(rows))


def _rows(
    files: Sequence[str],
    how: How,
    done: dict[str, Row],
    journal: gradebook.Journal | None,
    stack: ExitStack,
) -> list[Row]:
    rows = []
    terminal = sys.stderr.isatty()
    bar = click.progressbar(length=len(files), label="grading", file=sys.stderr)
    if terminal:
        stack.enter_context(bar)
    for file, row in how.rows(files, done):
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
