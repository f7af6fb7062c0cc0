"""No way around an answer earns a point, and none spoils the honest answer below it."""

from __future__ import annotations

from contextlib import closing

import pytest

from helpers.grading.grade import Grader, questions
from helpers.grading.sandbox import Sandbox
from tests.grading.cheats import CHEATS
from tests.grading.conftest import earned
from tests.grading.made import POINTS, RIGHT, STARTER, answer, cell, notebook


@pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS.keys())
def test_a_cheat_gains_nothing_and_spoils_nothing(cheat: str, grader: Grader) -> None:
    content = notebook(cell(f"{cheat}\n{STARTER}", "03-1"), cell(RIGHT["03-3"], "03-3"))
    row = grader.grade("03-clickjacking.ipynb", content)
    assert row.status in ("graded", "timeout", "crashed")
    assert earned(row) == {"03-1": 0, "03-2": 0, "03-3": POINTS["03-3"]}
    assert "found " not in row.findings[0].failure, "it saw what it should not"


def test_the_next_submission_is_judged_as_if_none_had_been_before(grader: Grader) -> None:
    leftovers = "import builtins, os\nbuiltins.left = 1\nopen('/tmp/left', 'w').write('x')\n"
    grader.grade("03-x.ipynb", answer(leftovers + STARTER))
    looks = "import builtins, os\nif hasattr(builtins, 'left') or os.listdir('/tmp'):\n    exit()\n"
    row = grader.grade("03-x.ipynb", answer(looks + RIGHT["03-1"]))
    assert earned(row)["03-1"] == POINTS["03-1"]


UNHURRIED = 60.0
"""Seconds for what has much to do and ends by itself."""
VICTIM = "".join(f"# VICTIM, line {number}, is a note to oneself\n" for number in range(300))
SCAN = """
import ctypes, os
libc, word = ctypes.CDLL(None), bytes(reversed(b"MITCIV"))
libc.sbrk.restype = ctypes.c_void_p
back, into = os.pipe()
large = ctypes.create_string_buffer(1 << 20)
for anchor in (libc.sbrk(0), id(object()), id(bytes(10_000)), ctypes.addressof(large)):
    middle = anchor & ~0xFFF
    for page in range(middle - (1 << 27), middle + (1 << 26), 4096):
        taken = libc.write(into, ctypes.c_void_p(page), 4096) == 4096
        if taken and os.read(back, 4096).count(word) > 30:
            raise SystemExit("found the neighbour's code")
"""


def test_what_others_wrote_is_not_in_memory() -> None:
    # To read so much takes a second, and several beside other work: it is to come to its end.
    with closing(Grader(Sandbox(), questions(), UNHURRIED)) as grader:
        for _ in range(3):
            grader.grade("03-x.ipynb", answer(RIGHT["03-1"] + VICTIM))
        row = grader.grade("03-x.ipynb", answer(SCAN + STARTER))
    assert (earned(row)["03-1"], row.findings[0].failure) == (0, "")


EDITED = {
    "points": {"points": 100, "max_points": 100},
    "locked": {"locked": True, "grade": True},
    "schema": {"schema_version": "none"},
}


@pytest.mark.parametrize("edit", EDITED.values(), ids=EDITED.keys())
@pytest.mark.parametrize(("source", "wanted"), [(STARTER, 0), (RIGHT["03-1"], POINTS["03-1"])])
def test_edited_metadata_changes_no_mark(
    edit: dict[str, object], source: str, wanted: int, grader: Grader
) -> None:
    edited = cell(source, "03-1")
    edited["metadata"]["nbgrader"].update(edit)
    row = grader.grade("03-clickjacking.ipynb", notebook(edited))
    assert (earned(row)["03-1"], row.max_points) == (wanted, 19)


def test_doubled_cells_count_once(grader: Grader) -> None:
    row = grader.grade("03-x.ipynb", notebook(*[cell(RIGHT["03-1"], "03-1")] * 3))
    assert earned(row)["03-1"] == POINTS["03-1"]
