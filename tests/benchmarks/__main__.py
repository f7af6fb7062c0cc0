"""Figures, each against its peer in the same run: ``make bench``."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask

from helpers import browser, check, chromium, web
from helpers.browser import SIZE
from helpers.csp import Policy
from helpers.lessons import find
from helpers.show import Table
from tests.benchmarks import grading
from tests.oracle import observatory as oracle
from tests.oracle.observatory_sites import random_sites

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "oracle" / "csp-vectors.jsonl"
ANSWER = ROOT / "tests" / "answers" / "03-1" / "right_hook.py"


def main() -> None:
    """Print one table: what was measured, the figure, its peer, the bound."""
    rows = (
        imports(),
        checks(),
        verdicts(),
        visits(),
        observatory(),
        *grading.rows(),
        *lessons(),
    )
    print(Table(("measured", "figure", "against", "at most"), rows))


def imports() -> tuple[str, ...]:
    """What ``import helpers`` costs beside what every lesson imports anyway."""
    ours, theirs = [], []
    for _ in range(15):  # in turns, so that a busy moment falls on both
        ours.append(seconds(lambda: python("import helpers")))
        theirs.append(seconds(lambda: python("import flask, requests")))
    mine, peer = statistics.median(ours), statistics.median(theirs)
    ratio = f"{mine / peer:.2f} times"
    return "import helpers", ratio, f"import flask, requests: {peer * 1000:.0f} ms", "1.20 times"


def checks() -> tuple[str, ...]:
    """How long a learner waits for ``check`` on an app of ten routes."""
    app = runnable(ANSWER)
    for number in range(10):
        app.add_url_rule(f"/route{number}", f"route{number}", lambda: "route")
    check("03-1", app)
    times = [seconds(lambda: check("03-1", app)) for _ in range(200)]
    return "check, 95th percentile of 200", milliseconds(percentile(times, 95)), "-", "20 ms"


def verdicts() -> tuple[str, ...]:
    """What Policy.allows costs on the recorded cases, each with a URL never asked for before."""
    cases = [json.loads(line)["case"] for line in VECTORS.read_text().splitlines()]
    policies = [Policy(*case.pop("policies")) for case in cases]
    fresh = count()

    def decide_all() -> float:
        begin = time.process_time()  # of one core, whatever else the machine does
        for policy, case in zip(policies, cases, strict=True):
            url = case["url"] and f"{case['url']}?{next(fresh)}"
            policy.allows(**{**case, "url": url})
        return time.process_time() - begin

    each = statistics.median(decide_all() for _ in range(20)) / len(cases)
    rate = f"{each * 1e6:.1f} µs, {1 / each:,.0f} a second"
    return "Policy.allows, a verdict", rate, "-", "20 µs, 50,000 a second"


def visits() -> tuple[str, ...]:
    """A visit with its facts, console and picture, beside the same in Playwright alone."""
    app = Flask("shop")
    app.add_url_rule("/", "home", lambda: "<title>Shop</title><h1>Shop</h1>")
    web.site("shop.test", app)
    browser.visit("https://shop.test/")
    ours, theirs = [], []
    for _ in range(20):
        ours.append(seconds(lambda: browser.visit("https://shop.test/")))
        theirs.append(seconds(raw_visit))
    mine, peer = statistics.median(ours), statistics.median(theirs)
    against = f"Playwright alone: {milliseconds(peer)}"
    return "browser.visit, median of 20", f"{mine / peer:.2f} times", against, "1.30 times"


def raw_visit() -> None:
    """The same page in a fresh context of the same browser, console heard, picture taken."""

    def one(program: Any) -> None:
        context = program.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
        page = context.new_page()
        page.on("console", lambda message: message.text)
        page.goto("https://shop.test/")
        page.title()
        page.screenshot()
        context.close()

    chromium.running().call(one)


def observatory() -> tuple[str, ...]:
    """Judging sites, beside Mozilla's own analyzers where they are installed, both from cold."""
    sites, place = list(random_sites(1_000, seed=1)), oracle.installed()
    ours = len(sites) / seconds(lambda: oracle.ours(sites))
    theirs = len(sites) / seconds(lambda: oracle.theirs(sites, place)) if place else 0
    against = f"Mozilla's own: {theirs:.0f}" if theirs else "Mozilla's own, not here"
    return "scan --jsonl, sites a second", f"{ours:.0f}", against, "no fewer"


def lessons() -> list[tuple[str, ...]]:
    """Building and testing each lesson, both notebooks, on this machine."""
    rows: list[tuple[str, ...]] = []
    for lesson in find():
        name = lesson.source.stem
        before = {path: path.read_bytes() for path in (lesson.solved, lesson.learners)}
        built = seconds(partial(run, "helpers", "lessons", name))
        tested = seconds(partial(run, "pytest", "-q", "--nbval", *map(str, before)))
        for path, content in before.items():  # a picture may differ in its bytes
            path.write_bytes(content)
        rows.append((f"{name}: build, then nbval", f"{built:.1f} s, {tested:.1f} s", "-", "-"))
    return rows


def python(statement: str) -> None:
    subprocess.run([sys.executable, "-c", statement], check=True, cwd=ROOT)


def run(*module: str) -> None:
    subprocess.run([sys.executable, "-m", *module], check=True, cwd=ROOT, capture_output=True)


def seconds(job: Callable[[], Any]) -> float:
    """How long ``job()`` takes."""
    begin = time.perf_counter()
    job()
    return time.perf_counter() - begin


def percentile(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1]


def milliseconds(value: float) -> str:
    return f"{value * 1000:.1f} ms"


def runnable(path: Path) -> Any:
    """The app that a file of the answer bank holds."""
    from runpy import run_path

    return run_path(str(path))["app"]


if __name__ == "__main__":
    main()
