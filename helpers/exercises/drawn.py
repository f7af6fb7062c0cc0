"""Words for addresses, names and messages that no answer can have written down."""

from __future__ import annotations

from random import Random

DRAWN = "[a-p]{10}"
"""A regular expression for a drawn word."""


def drawn(random: Random) -> str:
    """A word of ten letters, drawn for each check."""
    return "".join(random.choices("abcdefghijklmnop", k=10))
