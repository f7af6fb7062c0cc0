"""A request in words: its address, and what it says that one of anybody's browser does not."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote, unquote_plus, urlsplit

from helpers.exchange import BROWSER, NAVIGATION, Exchange, Request
from helpers.origin import same_origin

LONG = 80
"""Of a longer path, query or field a message shows so many characters."""


def asked(exchange: Exchange) -> str:
    """The request, of a long address what it begins with, the status, and who asked for it."""
    request = exchange.request
    path, query = urlsplit(request.url)[2:4]
    address = _site(request) + cut(_readable(path)) + cut(unquote(f"?{query}" if query else ""))
    status = str(exchange.response.status) if exchange.response else "no response"
    notes = [status] + ["no such page"] * (status == "404") + unlike_others(request)
    return f"{request.method} {address}{_sent(request)} ({', '.join(notes)})"


def told(request: Request, but: Collection[str] = ()) -> str:
    """The request, with what of it is unlike others, in a sentence that tells the response."""
    _, _, address = f"{request}".partition(" ")
    return f"{request.method} {_site(request)}{address}{beside(request, but)}"


def beside(request: Request, but: Collection[str] = ()) -> str:
    """The same, without the request: " with ", and those fields; "" where nothing is."""
    said = unlike_others(request, but)
    return f" with {' and '.join(said)}" if said else ""


def unlike_others(request: Request, but: Collection[str] = ()) -> list[str]:
    """The fields by which it differs from the same request of anybody's browser.

    ``but`` are fields that say nothing new of such a request.
    """
    own = request.method == "POST" and same_origin(request.header("Referer") or "", request.url)
    usual = ("Content-Type", *(("Origin", "Referer", "Sec-Fetch-Site") if own else ()), *but)
    chosen = (field for field in request.headers if field not in BROWSER + NAVIGATION)
    return [f"{name}: {cut(value)}" for name, value in chosen if name not in usual]


def cut(text: str) -> str:
    """The text, or what it begins with, in one line."""
    text = " ".join(text.split())
    return text if len(text) <= LONG else text[:LONG] + "…"


def _readable(path: str) -> str:
    """It decoded, unless that would be read as another address."""
    decoded = unquote(path)
    return path if re.search(r"[?#]|%[0-9A-Fa-f]{2}|\s$", decoded) else decoded


def _site(request: Request) -> str:
    """The site, where it is asked by http, or by a name with www."""
    scheme, host = urlsplit(request.url)[:2]
    return f"{scheme}://{host}" * (scheme == "http" or host.startswith("www."))


def _sent(request: Request) -> str:
    """The fields of a form that was sent."""
    is_form = "urlencoded" in (request.header("Content-Type") or "")
    return f" with {cut(unquote_plus(request.text))}" if is_form and request.body else ""
