"""The bank's answers in a real Chromium: the judge must say what the browser did.

What it did is on record (tests/chromium/record.py). An answer that is new, or for which something
that plays it changed, is played; so is one in two hundred of the others, each time others.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bank import BANK, Answer
from tests.chromium import csp_directives
from tests.chromium.record import STORY_OF, Seen, _used_by, played, recorded
from tests.sorting import is_drawn


@pytest.mark.parametrize("answer", [each for each in BANK if each.exercise in STORY_OF], ids=str)
def test_the_judge_says_what_chromium_did(answer: Answer) -> None:
    """The judge says what the answer's first line says: test_answers.py holds it to that."""
    seen = seen_in_chromium(answer)
    assert {text: text not in answer.unmet for text in seen} == seen


def seen_in_chromium(answer: Answer) -> Seen:
    """As recorded, or as it is now where nothing is; one in two hundred must still be so."""
    before = recorded(answer)
    if before is not None and not is_drawn(f"{answer} in Chromium", 200):
        return before
    now = played(answer)
    assert before in (None, now), "Chromium does something else than on record"
    return now


def test_what_is_on_record_counts_for_the_same_answer_alone(tmp_path: Path) -> None:
    answer = next(each for each in BANK if each.exercise in STORY_OF and recorded(each))
    copy = Answer(tmp_path / answer.exercise / answer.path.name)
    copy.path.parent.mkdir()
    copy.path.write_bytes(answer.path.read_bytes())
    assert recorded(copy) == recorded(answer)
    copy.path.write_bytes(answer.path.read_bytes() + b"\n# changed")
    assert recorded(copy) is None


def test_a_key_holds_what_a_story_uses_and_what_that_uses_and_no_more() -> None:
    held = b"\n".join(_used_by(Path(csp_directives.__file__)))
    assert b"def attempts(" in held, "the story imports it"
    assert b"def named(" in held, "attempts uses it"
    assert b"def of_others(" not in held, "it stands beside them, and neither uses it"
