"""The command line: ``python -m helpers --help``."""

from __future__ import annotations

import json
import math
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import click

import helpers
from helpers.chromium import SETTING as BROWSER_SETTING
from helpers.chromium import NoBrowserError
from helpers.csp import Policy
from helpers.csp_report import verdict_of
from helpers.csp_table import policy_tables
from helpers.interpreter import lacks
from helpers.jsonl import answer_lines
from helpers.scan import NoScore, examine, scan_table
from helpers.show import Table

PROGRAM = "python -m helpers"
FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
LOSES = (
    "Somebody has written into these notebooks since they were built, and that would be lost. "
    "Move them away, or undo it with git checkout, then run make lessons again"
)
NO_SHELL = (
    "Lessons are built with Chromium's headless shell. Here there is none, or "
    f"{BROWSER_SETTING} names no such browser: see .venv/bin/python -m helpers doctor."
)
SECONDS = click.FloatRange(0.1, 3600)
NOT_LINUX = (
    "Grading needs Linux. Run it in WSL, in a virtual machine, or in a container "
    "that is started with docker run --privileged."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Flask Secure Headers: the course's own tools."""


@main.command(
    epilog=f"{BROWSER_SETTING} names the browser to use; {BROWSER_SETTING}=none hides every "
    "browser, and the attack cells say NOT RUN."
)
@click.option("--install-browser", is_flag=True, help="Get a browser first, where there is none.")
def doctor(install_browser: bool) -> None:
    """Say what this machine has and lacks, with remedies."""
    from helpers import doctor as ward

    if install_browser:
        try:
            for step in ward.install_browser():
                click.echo(step)
        except NoBrowserError as failed:
            _fail(str(failed))
        return
    found = ward.examine()
    rows = tuple((each.thing, each.state, each.found) for each in found)
    click.echo(Table(("what", "state", "found"), rows))
    for each in found:
        if each.remedy:
            click.echo(f"{each.thing}: {each.remedy}")
    if any(each.needed and each.remedy for each in found):
        _fail("the course cannot run yet")


@main.command()
@click.option("--jsonl", is_flag=True, help="Cases as JSON lines on stdin, verdicts on stdout.")
@click.argument("policy", required=False)
def csp(jsonl: bool, policy: str | None) -> None:
    """Say what a Content Security Policy means.

    POLICY is what the header says, such as "default-src 'self'; img-src *".

    A line of --jsonl asks for one thing, and the verdict names the directive that blocks it:

    \b
    {"policies": ["default-src 'self'"], "page": "https://shop.test/",
     "kind": "script", "url": "https://evil.test/x.js"}
    {"allowed": false, "blocked_by": "default-src"}

    That is one line, broken here to fit. It may also have nonce, source, integrity,
    parser_inserted and redirects.
    """
    if jsonl is (policy is not None):
        raise click.UsageError("Give either a policy or --jsonl.")
    if policy is not None:
        click.echo("\n\n".join(map(str, policy_tables(Policy(policy)))))
    else:
        answer_lines(sys.stdin.buffer, sys.stdout, verdict_of)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="The verdict as JSON instead of a table.")
@click.option("--jsonl", is_flag=True, help="Sites as JSON lines on stdin, verdicts on stdout.")
@click.argument("url", required=False)
def scan(as_json: bool, jsonl: bool, url: str | None) -> None:
    """Say what Mozilla's HTTP Observatory says of a site.

    URL is that of a running app, such as http://127.0.0.1:5000. It is asked by http and by https,
    and scored as the Observatory scores public sites.
    """
    if jsonl is (url is not None) or (jsonl and as_json):
        raise click.UsageError("Give either an address or --jsonl.")
    if url is None:
        from helpers.observatory import judge_json

        answer_lines(sys.stdin.buffer, sys.stdout, judge_json)
        return
    try:
        scanned = examine(url if "://" in url else f"http://{url}")
    except ValueError:
        message = f"{url!r} is no address such as http://127.0.0.1:5000."
        raise click.UsageError(message) from None
    except NoScore as none:
        _fail(str(none))
    click.echo(json.dumps(scanned.as_json(), indent=2) if as_json else scan_table(scanned))


@main.command()
def progress() -> None:
    """Show what this learner has passed."""
    click.echo(helpers.progress())


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "json_file", type=FILE, help="The gradebook as JSON.")
@click.option("--csv", "csv_file", type=FILE, help="The gradebook as CSV, for a spreadsheet.")
@click.option("--feedback", type=FOLDER, help="A page for each learner, and a summary.")
@click.option("--jobs", type=click.IntRange(1), show_default="one a core", help="How many at once.")
@click.option("--timeout", type=SECONDS, default=10, show_default=True, help="Seconds a notebook.")
@click.option(
    "--column",
    multiple=True,
    show_default="file={file}",
    help='A first CSV column, such as "Email={learner}".',
)
@click.option("--resume", is_flag=True, help="Go on where a run with this --json or --csv ended.")
@click.option("--scheduler", default="", help="Grade on the Dask cluster at this address.")
@click.option("--unsafe", is_flag=True, help="Without a sandbox: only for notebooks you trust.")
def grade(
    paths: tuple[str, ...],
    json_file: Path | None,
    csv_file: Path | None,
    feedback: Path | None,
    jobs: int | None,
    timeout: float,
    column: tuple[str, ...],
    resume: bool,
    scheduler: str,
    unsafe: bool,
) -> None:
    """Grade notebooks, or folders of them.

    Each gets a row: graded, timeout, crashed or unreadable, and why. So does a folder in PATH
    that holds files and no notebook.

    A column is made of {file}, the path of a notebook; {name}, its name without .ipynb; {folder},
    the folder it lies in; and {learner}, the first folder below PATH, else {name}.

    A notebook that runs into --timeout is tried again, exercise by exercise, and may so take twice
    as long.
    """
    if sys.platform != "linux":
        raise click.ClickException(NOT_LINUX)
    from helpers.grading import command

    if math.isnan(timeout):
        raise click.UsageError("--timeout takes a number of seconds.")
    if resume and not (json_file or csv_file):
        raise click.UsageError("--resume needs the --json or --csv of the run that was ended.")
    out = command.Outputs(json_file, csv_file, feedback, command.columns(column))
    how = command.How(jobs or os.cpu_count() or 1, timeout, unsafe, scheduler)
    command.run(paths, out, how, resume)


@main.command()
@click.option("--check", is_flag=True, help="Only say whether they are up to date.")
@click.argument("names", nargs=-1)
def lessons(check: bool, names: tuple[str, ...]) -> None:
    """Build the notebooks whose source changed.

    With NAMES, build those whose file name begins so, changed or not.
    """
    from helpers import lessons as press

    try:
        chosen = press.find(names)
    except FileNotFoundError as unknown:
        raise click.UsageError(f"{unknown}.") from None
    if not check:
        _build(press.jobs(chosen, everything=bool(names)))
        return
    late = [str(path.relative_to(press.ROOT)) for path, _ in press.jobs(chosen)]
    if late:
        _fail(f"not up to date, run make lessons: {', '.join(late)}")
    click.echo(f"up to date: {', '.join(lesson.source.stem for lesson in chosen)}")


def _build(jobs: list[tuple[Path, Any]]) -> None:
    from helpers import chromium
    from helpers.lessons import ROOT, execute, is_edited

    if edited := [os.path.relpath(path, ROOT) for path, _ in jobs if is_edited(path)]:
        _fail(f"{LOSES}: {', '.join(edited)}")
    if jobs and not chromium.is_headless_shell(next(chromium.candidates(), "")):
        _fail(NO_SHELL)
    with ThreadPoolExecutor(2) as pool:
        errors = [error for error in pool.map(lambda job: execute(*job), jobs) if error]
    click.echo(f"built {len(jobs) - len(errors)} notebooks")
    if errors:
        _fail("\n".join(errors))


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def run() -> None:
    """The command line, with every error in one line on stderr."""
    try:
        arguments = sys.argv[1:] or ["--help"]
        main(arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.UsageError as wrong:
        where = wrong.ctx.command_path if wrong.ctx else PROGRAM
        message = wrong.format_message()
        end = "" if message.endswith((".", "?")) else "."
        click.echo(f"{message}{end} See {where} --help.", err=True)
        sys.exit(2)
    except click.ClickException as failed:
        _fail(failed.format_message())
    except ModuleNotFoundError as lacking:
        if f"{lacking.name}".partition(".")[0] == "helpers":
            raise
        _fail(lacks(lacking.name))
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:  # whoever read the output has gone, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    run()
