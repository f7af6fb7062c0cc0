"""Words for addresses, names and messages that no answer can have written down."""

from __future__ import annotations

from random import Random

from helpers.exchange import Request, get

DRAWN = "[a-p]{10}"
"""A regular expression for a drawn word."""


def drawn(random: Random) -> str:
    """A word of ten letters, drawn for each check."""
    return "".join(random.choices("abcdefghijklmnop", k=10))


def choosing(word: str, path: str, site: str = "https://shop.test") -> Request:
    """The page, asked for by somebody who would like this word to be its nonce."""
    names = ("nonce", "csp_nonce", "n")
    query = "&".join(f"{name}={word}" for name in names)
    cookie = "; ".join(f"{name}={word}" for name in names)
    mark = "&" if "?" in path else "?"
    return get(f"{path}{mark}{query}", site, cookie=cookie, x_request_id=word, x_nonce=word)
