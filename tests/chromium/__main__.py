"""Play answers of the bank in Chromium, and keep what it did: ``python -m tests.chromium``.

Plays what is new or changed since; with ``--all``, everything, as a new version of Chromium wants.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from helpers.exchange import describe
from tests.bank import BANK, Answer
from tests.chromium.record import STORY_OF, Seen, keep, played, recorded

OFTEN = 50


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chromium", description=__doc__)
    parser.add_argument("--all", action="store_true", help="play what did not change as well")
    everything = parser.parse_args().all
    answers = [answer for answer in BANK if answer.exercise in STORY_OF]
    on_record = {} if everything else {each: recorded(each) for each in answers}
    found = {answer: seen for answer, seen in on_record.items() if seen is not None}
    wanted = [answer for answer in answers if answer not in found]
    failed = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for answer, seen in zip(wanted, pool.map(_played, wanted), strict=True):
            if isinstance(seen, str):
                failed.append(f"{answer}: {seen}")
            else:
                found[answer] = seen
            if len(found) % OFTEN == 0:  # ended early, it loses little
                keep(found)
    keep(found)
    print(f"{len(wanted)} answers played, {len(found)} kept", *failed, sep="\n")
    return bool(failed)


def _played(answer: Answer) -> Seen | str:
    """What was seen, or how the story failed."""
    try:
        return played(answer)
    except Exception as error:
        return describe(error)


if __name__ == "__main__":
    sys.exit(main())
