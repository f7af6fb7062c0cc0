"""Nonces: whether an attacker can know the one that the next response carries."""

from __future__ import annotations

import math
import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import md5, sha1, sha256
from urllib.parse import urlsplit

from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence
from helpers.exercises.anywhere import (
    all_of,
    answered,
    counted_nonces,
    named_nonces,
    repeated_nonce,
)
from helpers.exercises.in_words import asked

NONCE_BITS = 128
"""How long a nonce should be (CSP Level 3, section 7.1)."""

ONE_DIGIT = 4
"""Bits: a number that is written without its leading zeros looks shorter than it is."""


def no_repeated_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """No nonce is sent twice (Content Security Policy Level 3, section 7.1)."""
    if repeated := repeated_nonce(evidence):
        nonce, exchange = repeated
        has = f"{asked(exchange)} has {nonce!r} once more"
        return f"Expected a new nonce in each response; {has}: {why_known(nonce, evidence)}"
    return None


def why_known(nonce: str, evidence: Evidence) -> str:
    """What makes a nonce of two responses one that anybody knows, for the end of a sentence.

    ``random`` draws the same for each GET, and for no other request (``exchange.probe``).
    """
    if "{" in nonce:
        return "it stands so in your code: does the text lack an f in front, or Jinja?"
    if nonce in ("", "None"):
        return "it is empty: what makes it returns none, or the page does not get it."
    if why := _kept_or_foretold(nonce, evidence):
        return why
    bits = _bits(nonce)
    short = f"has room for {bits} random bits only, " if bits < NONCE_BITS - ONE_DIGIT else ""
    return (
        f"anybody can know it, as it {short}is written down, made once or kept for a while, is "
        "made of what the request says, or comes from random, whose numbers can be foretold."
    )


def _kept_or_foretold(nonce: str, evidence: Evidence) -> str:
    """Whether it was kept or comes from ``random``, where the requests it came with tell."""
    sent = [(exchange.request, named_nonces(response)) for exchange, response in answered(evidence)]
    place = [at for at, (_, nonces) in enumerate(sent) if nonce in nonces]
    if any(sent[at][0].method != "GET" for at in place):
        hosts = {(urlsplit(sent[at][0].url).hostname or "").removeprefix("www.") for at in place}
        whose = "two apps have it: it is" if len(hosts) > 1 else "it is"
        return (
            f"{whose} written down, kept, or made of what does not change: draw it anew each time."
        )
    paths = {urlsplit(sent[at][0].url).path for at in place}
    between = [one for one, nonces in sent[place[0] : place[-1]] if nonces] if place else []
    if any(one.method != "GET" and urlsplit(one.url).path in paths for one in between):
        return (
            "it comes from random, whose numbers can be foretold, or is made of what the request "
            "says. Draw it from secrets."
        )
    return ""


def no_chosen_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """No nonce is what the request says."""
    for exchange, response in answered(evidence):
        said = [exchange.request.url, *(value for _, value in exchange.request.headers)]
        for nonce in sorted(named_nonces(response)):
            if len(nonce) > 3 and any(nonce in each for each in said):
                return (
                    f"Expected a nonce that nobody can choose; {asked(exchange)} takes {nonce!r} "
                    "from the request, where an attacker can write it."
                )
    return None


def _not_guessable(evidence: Evidence, _before: Evidence) -> str | None:
    return guessable(
        [
            (asked(exchange), nonce)
            for exchange, response in sorted(answered(evidence), key=_is_redirect)
            for nonce in sorted(counted_nonces(response))
        ]
    )


def _is_redirect(pair: tuple[Exchange, Response]) -> bool:
    """Such a response shows nobody a page: it is told of last."""
    return 300 <= pair[1].status < 400


no_guessed_nonce = all_of(no_chosen_nonce, _not_guessable)
"""No nonce can be guessed, or is what the request says."""

no_known_nonce = all_of(no_chosen_nonce, no_repeated_nonce, _not_guessable)
"""Nor is one sent twice."""


def guessable(found: Sequence[tuple[str, str]]) -> str | None:
    """What makes nonces easy to guess, each with the request it answers: too short, or alike."""
    where, longest = max(found, key=lambda each: _bits(each[1]), default=("", ""))
    if found and (bits := _bits(longest)) < NONCE_BITS - ONE_DIGIT:
        is_bytes = " Are they bytes? Write them as text: token_urlsafe gives it." * (longest == "b")
        return (
            f"Expected a nonce of at least {NONCE_BITS} random bits; that of {where}, "
            f"'{longest}', has room for {bits}.{is_bytes}"
        )
    for where, nonce in found:
        if nonce.translate(_URLSAFE)[:BEGINNING] in _hashes_of_numbers():
            return (
                f"Expected nonces that nobody can guess; that of {where}, '{nonce}', is the hash "
                f"of a number below {COUNTED}: who counts up finds it."
            )
    nonces = [nonce for _, nonce in found]
    columns = [len(set(column)) for column in zip(*nonces, strict=False)]
    if len(set(nonces)) == 1 or columns.count(1) <= len(columns) / 2:
        return None
    return (
        "Expected nonces that nobody can guess; from one response to the next only "
        f"{len(columns) - columns.count(1)} of {len(columns)} characters differ, as in "
        f"'{nonces[0]}' and '{nonces[-1]}'."
    )


COUNTED, BEGINNING = 10_000, 16
"""How far an attacker counts, and how many characters of a hash are compared."""
_URLSAFE = str.maketrans("-_", "+/")


@cache
def _hashes_of_numbers() -> frozenset[str]:
    """What the hashes of small numbers begin with, in hex and in base64."""
    numbers = [str(number).encode() for number in range(COUNTED)]
    digests = [made(number).digest() for made in (md5, sha1, sha256) for number in numbers]
    return frozenset(
        text[:BEGINNING] for each in digests for text in (each.hex(), b64encode(each).decode())
    )


def _bits(nonce: str) -> int:
    """The most random bits that this text can hold."""
    text = nonce.rstrip("=")
    text = text[: (text + text).find(text, 1)]  # what is only repeated adds none
    symbols = 10 if text.isdecimal() else 16 if re.fullmatch("[0-9a-f]+", text) else 64
    return math.floor(len(text) * math.log2(symbols))
