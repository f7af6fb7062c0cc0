"""Where a page that is added to the blog leads its readers: by links, and by a refresh."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus, urljoin, urlsplit

from helpers.exchange import Request
from helpers.exercises import Evidence
from helpers.exercises.anywhere import answered
from helpers.exercises.blog_visits import BLOG
from helpers.exercises.in_words import asked
from helpers.exercises.page_elements import Element, elements

LINKS = "a[href], area[href], meta[http-equiv=refresh i]"
_REFRESH = re.compile(r"""\s*[\d.]+[;,\s]\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE)


def leads_on(evidence: Evidence, _before: Evidence) -> str | None:
    """No link and no refresh in the new page leads a browser to another site than desk.test."""
    for exchange, response in answered(evidence):
        url = exchange.request.url
        if 300 <= response.status < 400:  # nobody reads a redirect's links
            continue
        for element in elements(response, LINKS):
            written = _target(element)
            target = urljoin(url, written)
            scheme, host = urlsplit(target)[:2]
            if scheme in ("http", "https") and host not in (urlsplit(BLOG).netloc, "desk.test"):
                came = ", which comes from the request," * _says(exchange.request, written)
                return (
                    f"Expected {asked(exchange)} to lead nobody to another site than desk.test; "
                    f"its <{element.tag}>{came} leads to {target}."
                )
    return None


def _target(element: Element) -> str:
    """Where a link leads, or a refresh (HTML, "shared declarative refresh steps")."""
    if element.tag != "meta":
        return element.attributes["href"]
    refresh = _REFRESH.match(element.attributes.get("content", ""))
    return refresh[1] if refresh else ""


def _says(request: Request, written: str) -> bool:
    """Whether the request has it: in its address, its form or a header."""
    said = [unquote(request.url), unquote_plus(request.text)]
    return any(written in each for each in (*said, *[value for _, value in request.headers]))
