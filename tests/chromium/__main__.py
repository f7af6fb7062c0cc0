"""Play answers of the bank in Chromium, and keep what it did: ``python -m tests.chromium``.

Plays what is new or changed since; with ``--all``, everything, as a new version of Chromium wants.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor

from helpers.check import examine
from helpers.exercises import registry
from tests.bank import BANK, Answer
from tests.chromium.record import STORY_OF, Seen, keep, played, recorded


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chromium", description=__doc__)
    parser.add_argument("--all", action="store_true", help="play what did not change as well")
    everything = parser.parse_args().all
    answers = [answer for answer in BANK if answer.exercise in STORY_OF]
    found = (
        {}
        if everything
        else {each: seen for each in answers if (seen := recorded(each)) is not None}
    )
    wanted = [answer for answer in answers if answer not in found]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for answer, seen in zip(wanted, pool.map(_played, wanted), strict=True):
            if seen is not None:
                found[answer] = seen
    keep(found)
    print(f"{len(wanted)} answers played, {len(found)} kept")


def _played(answer: Answer) -> Seen | None:
    """None where there is no app, or one that raises: nothing to show to a browser."""
    failed = examine(registry()[answer.exercise], answer.load()).failure
    return None if failed else played(answer)


if __name__ == "__main__":
    main()
