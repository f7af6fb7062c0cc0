"""Our Observatory beside Mozilla's own: ``python -m tests.oracle.observatory --count 1000``.

Mozilla's is the npm package @mdn/mdn-http-observatory, run by Node. It is looked for where the
variable OBSERVATORY says, in node_modules here and above, and in a cache folder of the project's
own; where it is in none of them, npm installs it into the last.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import click
import platformdirs

from helpers.observatory_results import RESULTS
from tests.oracle.observatory_sites import random_sites

PACKAGE, VERSION = "@mdn/mdn-http-observatory", "1.4.8"
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CACHE = Path(platformdirs.user_cache_dir("flask-secure-headers"))
RECORD = HERE / "observatory-sites.jsonl"

RECORDED_SITES, RECORDED_SIZE, OF_EACH_RESULT = 420, 1_000, 5

Json = dict[str, Any]


def installed() -> Path | None:
    """The folder of the package where it, in this version, and Node are here; else None."""
    folders = [CACHE, ROOT, *ROOT.parents, Path.cwd(), Path.home()]
    places = [folder / "node_modules" / PACKAGE for folder in folders]
    if named := os.environ.get("OBSERVATORY"):
        places = [Path(named), Path(named) / "node_modules" / PACKAGE]
    fitting = (place for place in places if _version(place) == VERSION)
    return next(fitting, None) if shutil.which("node") else None


def _version(place: Path) -> str | None:
    try:
        found = json.loads((place / "package.json").read_text("utf-8"))
    except OSError:
        return None
    return str(found["version"]) if found.get("name") == PACKAGE else None


def install() -> Path:
    """Have npm put the package into the cache folder, without the lists it would download."""
    CACHE.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(CACHE)]
    subprocess.run([*npm, f"{PACKAGE}@{VERSION}"], check=True, stdout=sys.stderr)
    place = installed()
    assert place, "npm installed it, and it is not there"
    return place


def theirs(sites: Iterable[Json], place: Path) -> list[Json]:
    """The verdicts of Mozilla's own analyzers."""
    return _answers(_node(place), sites)


def _node(place: Path) -> list[str]:
    return ["node", str(HERE / "observatory.mjs"), str(place)]


def ours(sites: Iterable[Json]) -> list[Json]:
    """The verdicts of ``scan --jsonl``."""
    return _answers([sys.executable, "-m", "helpers", "scan", "--jsonl"], sites)


def _answers(command: list[str], sites: Iterable[Json]) -> list[Json]:
    lines = "".join(json.dumps(site) + "\n" for site in sites)
    ran = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=ROOT)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def agree(one: Json, other: Json) -> bool:
    """Whether two verdicts are equal; where there is none, the words may differ."""
    return one == other or ("error" in one and "error" in other)


def record(place: Path) -> None:
    """Write what Mozilla's says of chosen random sites: some for each result, then any."""
    sites = [site for site in random_sites(2_500, seed=1) if len(json.dumps(site)) < RECORDED_SIZE]
    judged = [
        pair for pair in zip(sites, theirs(sites, place), strict=True) if "error" not in pair[1]
    ]
    seen: dict[str, int] = {}
    chosen: list[tuple[Json, Json]] = []
    for site, verdict in judged:
        codes = [each["result"] for each in verdict["tests"].values()]
        if any(seen.get(code, 0) < OF_EACH_RESULT for code in codes):
            chosen.append((site, verdict))
            seen.update({code: seen.get(code, 0) + 1 for code in codes})
    rest = (pair for pair in judged if pair not in chosen)
    chosen += islice(rest, max(0, RECORDED_SITES - len(chosen)))
    tests = [test for _, verdict in judged for test in verdict["tests"].values()]
    about: Json = {"package": PACKAGE, "version": VERSION, "tests": list(judged[0][1]["tests"])}
    about |= _answers([*_node(place), "tables"], [])[0]
    about["pass"] = {test["result"]: test["pass"] for test in tests}
    lines = [about, *({"site": site, **_short(verdict)} for site, verdict in chosen)]
    RECORD.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines))
    assert [verdict for _, verdict in recorded()[1]] == [verdict for _, verdict in chosen]


def _short(verdict: Json) -> Json:
    return {**verdict, "tests": [test["result"] for test in verdict["tests"].values()]}


def recorded() -> tuple[Json, list[tuple[Json, Json]]]:
    """What the record says of the package, and the sites in it with Mozilla's verdicts."""
    about, *lines = map(json.loads, RECORD.read_text("utf-8").splitlines())

    def whole(line: Json) -> Json:
        tests = {
            name: {
                "result": code,
                "pass": about["pass"][code],
                "modifier": about["points"][code],
            }
            for name, code in zip(about["tests"], line["tests"], strict=True)
        }
        return {"score": line["score"], "grade": line["grade"], "tests": tests}

    return about, [(line["site"], whole(line)) for line in lines]


@click.command()
@click.option("--count", default=1_000, help="How many random sites.")
@click.option("--seed", type=int, help="Which ones; drawn and printed where it is not given.")
@click.option("--record", "recording", is_flag=True, help=f"Write {RECORD.name} anew instead.")
def main(count: int, seed: int | None, recording: bool) -> None:
    """Compare our verdicts on random sites with Mozilla's own; fail where one differs."""
    place = installed() or install()
    if recording:
        record(place)
        return
    seed = random.randrange(10**9) if seed is None else seed
    click.echo(f"{count} random sites, seed {seed}, {PACKAGE} {VERSION}")
    sites = list(random_sites(count, seed))
    verdicts = []
    for name, judge in (("Mozilla's", partial(theirs, place=place)), ("ours", ours)):
        begin = time.perf_counter()
        verdicts.append(judge(sites))
        took = time.perf_counter() - begin
        click.echo(f"{name}: {took:.1f} s, {count / took:.0f} sites a second, start included")
    _report(sites, *verdicts)


def _report(sites: list[Json], mozillas: list[Json], own: list[Json]) -> None:
    rows = list(zip(sites, mozillas, own, strict=True))
    different = [row for row in rows if not agree(row[1], row[2])]
    reached = {each["result"] for row in mozillas for each in row.get("tests", {}).values()}
    click.echo(f"not reached: {', '.join(sorted(RESULTS.keys() - reached)) or 'none'}")
    click.echo(f"without a verdict: {sum('error' in row for row in mozillas)}")
    for site, mozilla, our in different[:5]:
        click.echo(json.dumps({"site": site, "mozilla": mozilla, "ours": our}))
    click.echo(f"equal: {len(rows) - len(different)} of {len(rows)}")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
