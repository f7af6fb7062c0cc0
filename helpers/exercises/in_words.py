"""A request in words: what it says beside its address that a plain one of a browser does not."""

from __future__ import annotations

from helpers.exchange import BROWSER, NAVIGATION, Request

PLAIN = {**dict(BROWSER), **dict(NAVIGATION)}
"""What a browser says when somebody opens an address."""


def beside(request: Request) -> str:
    """What a request says that a plain one does not, and that may decide; "" where nothing is."""
    said = [
        f"{name}: {value}"
        for name, value in request.headers
        if PLAIN.get(name) != value and name != "Content-Type"
    ]
    return f" with {' and '.join(said)}" if said else ""


def by_http(request: Request) -> str:
    """That it came by http, if it did."""
    return " by http" * request.url.startswith("http:")
