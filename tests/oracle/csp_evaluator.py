"""Google's csp_evaluator (npm, Apache License 2.0): its findings, and its lists of hosts.

The package is never a dependency of the course. Where Node finds it, it is asked; otherwise what
it said when it was asked last is read from csp-evaluator.jsonl. To ask it::

    npm install --ignore-scripts --prefix /tmp/evaluator csp_evaluator
    NODE_PATH=/tmp/evaluator/node_modules python -m tests.oracle.csp_evaluator

That records its findings anew, and writes its lists of hosts to ``helpers/csp_advice/bypasses.py``.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RECORDED = Path(__file__).parent / "csp-evaluator.jsonl"
BYPASSES = ROOT / "helpers" / "csp_advice" / "bypasses.py"

PRELUDE = """
const { version } = require("csp_evaluator/package.json");
const { CspParser } = require("csp_evaluator/dist/parser.js");
const { CspEvaluator, DEFAULT_CHECKS, STRICTCSP_CHECKS } = require("csp_evaluator");
const { Severity, Type } = require("csp_evaluator/dist/finding.js");
const { checkHasConfiguredReporting } = require("csp_evaluator/dist/checks/security_checks.js");
const jsonp = require("csp_evaluator/dist/allowlist_bypasses/jsonp.js");
const angular = require("csp_evaluator/dist/allowlist_bypasses/angular.js");
const given = JSON.parse(require("fs").readFileSync(0));
"""
FINDINGS = """
// As on csp-evaluator.withgoogle.com: some checks are of the policy as it is written.
const written = [...STRICTCSP_CHECKS, checkHasConfiguredReporting];
const evaluate = (policy) =>
  new CspEvaluator(new CspParser(policy).csp).evaluate(written, DEFAULT_CHECKS);
const named = ({ type, severity, directive, value }) =>
  ({ type: Type[type], severity: Severity[severity], directive, value: value ?? null });
const found = (policy) => ({ policy, version, findings: evaluate(policy).map(named) });
console.log(JSON.stringify(given.map(found)));
"""
LISTS = """
const urls = (list) => list.URLS.map((url) => url.slice(2)).sort();
console.log(JSON.stringify(
  { version, jsonp: urls(jsonp), needsEval: jsonp.NEEDS_EVAL.sort(), angular: urls(angular) }));
"""


@dataclass(frozen=True)
class Finding:
    """What csp_evaluator says of a policy: its own names of the type and the severity."""

    type: str
    severity: str
    directive: str
    value: str | None


def findings() -> dict[str, list[Finding]]:
    """For each of the recorded policies the findings of the package, which is run if it is here."""
    lines = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    found = run(FINDINGS, [line["policy"] for line in lines]) if is_here() else lines
    return {each["policy"]: [Finding(**finding) for finding in each["findings"]] for each in found}


def is_here() -> bool:
    """Whether this machine has Node and the package."""
    try:
        run("console.log(0)", [])
    except (FileNotFoundError, subprocess.CalledProcessError):
        return False
    return True


def run(script: str, given: list[str]) -> Any:
    """What a script prints that has the package and what is given."""
    ran = subprocess.run(
        ["node", "-e", PRELUDE + script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(ran.stdout)


def record() -> None:
    """Write the findings on the recorded policies, and the lists of hosts."""
    policies = [json.loads(line)["policy"] for line in RECORDED.read_text().splitlines()]
    lines = [json.dumps(each) for each in run(FINDINGS, policies)]
    RECORDED.write_text("\n".join(lines) + "\n")
    BYPASSES.write_text(bypasses(run(LISTS, [])))


def bypasses(lists: dict[str, Any]) -> str:
    """The source of ``helpers/csp_advice/bypasses.py``."""
    jsonp, needs_eval, angular = (_tuple(lists[name]) for name in ("jsonp", "needsEval", "angular"))
    version = f"From npm's csp_evaluator {lists['version']}."
    return f'''"""Addresses at which well-known hosts answer with a script that an attacker chooses.

{version} Copyright 2016 Google Inc. All rights reserved. Licensed under the
Apache License, Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0), without warranties or
conditions of any kind. Its list of Flash files is left out: no browser runs Flash any more.

Written by ``python -m tests.oracle.csp_evaluator``.
"""

JSONP = {jsonp}
"""A parameter of the address names the function that the answer calls: any code, in effect."""

NEEDS_EVAL = {needs_eval}
"""Hosts of JSONP whose answers do harm only where the policy has 'unsafe-eval'."""

ANGULAR = {angular}
"""AngularJS, which runs what it finds between {{{{ and }}}} in the page."""
'''


def _tuple(texts: Iterable[str]) -> str:
    return "(\n" + "".join(f'    "{text}",\n' for text in texts) + ")"


if __name__ == "__main__":
    record()
