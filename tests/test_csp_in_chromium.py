"""New random cases, asked of a real Chromium: the engine must decide what the browser does."""

from __future__ import annotations

import json
from random import SystemRandom

from tests.oracle.chromium_csp import disagreements

COUNT = 200


def test_chromium_and_we_agree_on_cases_nobody_has_seen() -> None:
    seed = SystemRandom().getrandbits(32)
    again = f"python -m tests.oracle.chromium_csp --count {COUNT} --seed {seed}"
    found = disagreements(seed, COUNT)
    assert not found, "\n".join([again, *(json.dumps(each, default=str) for each in found)])
