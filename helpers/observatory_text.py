"""Text as JavaScript reads it, where the Observatory's verdict hangs on it."""

from __future__ import annotations

import re
import unicodedata

SPACE = "\t\n\v\f\r \xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
SPACE += "\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What ``trim()`` takes off and ``\\s`` matches (ECMAScript, 12.2 and 12.3)."""

_SPACES = re.compile(f"[{SPACE}]+")
_INTEGER = re.compile(rf"[{SPACE}]*([+-]?[0-9]+)")
_PERCENT = re.compile("%([0-9A-Fa-f]{2})?")

_IN_ORDER = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
_PLACES = {character: place for place, character in enumerate(_IN_ORDER)}
_LAST_DIGIT = _PLACES["9"]


def trim(text: str) -> str:
    """``text.trim()``."""
    return text.strip(SPACE)


def words(text: str) -> list[str]:
    """``text.trim().split(/\\s+/)``, of which the first is empty where there is no word."""
    return _SPACES.split(trim(text))


def parse_int(text: str) -> int | None:
    """``parseInt(text, 10)``, with None for NaN."""
    found = _INTEGER.match(text)
    return int(found[1]) if found else None


def decode_uri_component(text: str) -> str:
    """``decodeURIComponent(text)``. Raises ``ValueError`` for what is no UTF-8 in percents."""
    encoded = bytearray()
    at = 0
    for percent in _PERCENT.finditer(text):
        if not percent[1]:
            raise ValueError(f"malformed: {text}")
        encoded += text[at : percent.start()].encode()
        encoded.append(int(percent[1], 16))
        at = percent.end()
    return (encoded + text[at:].encode()).decode()


def collation_key(text: str) -> tuple[list[int], str]:
    """A key that sorts as ``Intl.Collator("en")``: exact for lower-case ASCII, close for more.

    Unicode Technical Standard 10: accents count only where the letters are equal, and control
    characters not at all.
    """
    letters = text if text.isascii() else unicodedata.normalize("NFD", text)
    places = [place for place in map(_place, letters) if place is not None]
    return places, "" if text.isascii() else letters


def _place(character: str) -> int | None:
    if character in _PLACES:
        return _PLACES[character]
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Mn"):
        return None
    # A letter we have no place for comes after z, anything else before the digits.
    return len(_PLACES) + ord(character) if category[0] == "L" else -1
