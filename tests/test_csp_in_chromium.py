"""New random cases, asked of a real Chromium: the engine must decide what the browser does."""

from __future__ import annotations

from random import SystemRandom

import pytest

from tests.oracle.chromium_csp import disagreements

COUNT = 200


def test_chromium_and_we_agree_on_cases_nobody_has_seen(capsys: pytest.CaptureFixture[str]) -> None:
    seed = SystemRandom().getrandbits(32)
    with capsys.disabled():
        print(f"\npython -m tests.oracle.chromium_csp --count {COUNT} --seed {seed}")
    assert disagreements(seed, COUNT) == []
