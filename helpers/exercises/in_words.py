"""A request in words: what it says beside its address that a plain one of a browser does not."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from helpers.exchange import BROWSER, NAVIGATION, Request

PLAIN = {**dict(BROWSER), **dict(NAVIGATION)}
"""What a browser says when somebody opens an address."""


def beside(request: Request, but: Collection[str] = ()) -> str:
    """What a request says that a plain one does not, and that may decide; "" where nothing is.

    ``but`` are headers that say nothing new of such a request.
    """
    said = [
        f"{name}: {value}"
        for name, value in request.headers
        if PLAIN.get(name) != value and name not in ("Content-Type", *but)
    ]
    return f" with {' and '.join(said)}" if said else ""


def where(request: Request) -> str:
    """That it came by http, or to the site's name with www, if it did."""
    scheme, host = urlsplit(request.url)[:2]
    return " by http" * (scheme == "http") + f" at {host}" * host.startswith("www.")


def told(request: Request, but: Collection[str] = ()) -> str:
    """The request, with what of it is not plain."""
    return f"{request}{where(request)}{beside(request, but)}"
