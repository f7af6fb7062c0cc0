"""What a message says of a policy that does not mean what its author meant."""

from __future__ import annotations

import pytest

from helpers.csp import Policy
from helpers.exercises.slips import because

PAGE = "https://shop.test/"


@pytest.mark.parametrize(
    ("policy", "kind", "url", "told"),
    [
        (
            "base-src 'none'; form-action https:; base-uri 'none'; form-action 'self'",
            "form-action",
            "https://evil.test/",
            "form-action 'self' has no effect: only the first directive of a name counts.",
        ),
        (
            "font-src 'self' https://fonts.gstatic.comimg-src 'self'",
            "img",
            "https://shop.test/cup.png",
            "stands inside font-src: is a semicolon missing before img-src?",
        ),
        ("img-src 'self' data:image/png", "img", "data:image/png,", "stands alone: data:"),
        ("script-src ['self']", "script", "https://shop.test/a.js", "Square brackets are Python's"),
    ],
)
def test_the_slip_that_matters_is_told(policy: str, kind: str, url: str, told: str) -> None:
    parsed = Policy(policy)
    assert told in because(parsed, parsed.allows(kind, url, page=PAGE))
