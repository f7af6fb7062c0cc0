"""Where a browser sends the reports of a policy: report-uri, and report-to with its endpoints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from helpers.csp_parse import DirectiveSet
from helpers.exchange import Response

# Chromium: an address without a scheme has to begin with a slash.
_WHOLE = re.compile(r"/|[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Destination:
    """The addresses that get a policy's reports, and which header said so, in a learner's words."""

    urls: tuple[str, ...]
    why: str


def destination(directives: DirectiveSet, response: Response, page: str) -> Destination:
    """Where a browser that knows report-to sends the reports of one policy of ``response``.

    ``page`` is the URL it came from. Content Security Policy Level 3, section 5.5: where a policy
    has report-to, its report-uri is not looked at.
    """
    if "report-to" in directives:
        group = " ".join(directives["report-to"])
        named = endpoints(response, page)
        if group in named:
            why = f'report-to names "{group}", which leads to {named[group]}'
            return Destination((named[group],), why)
        return Destination((), _undefined(group, "report-uri" in directives, response))
    urls = tuple(urljoin(page, url) for url in directives.get("report-uri", ()))
    return Destination(urls, f"report-uri says {' '.join(urls)}" if urls else "it names no place")


def endpoints(response: Response, page: str) -> Mapping[str, str]:
    """The endpoints that a response defines, by name; those a browser can use.

    Reporting API, "process reporting endpoints": a dictionary of strings (RFC 9651, section 3.2)
    on a response that came by https, and only addresses at https.
    """
    written = _written(response.header("Reporting-Endpoints") or "")
    # Chromium: one member that is no string voids the whole field.
    readable = all(isinstance(url, str) for url in written.values())
    if not readable or urlsplit(page).scheme != "https":
        return {}
    whole = {name: urljoin(page, url) for name, url in written.items() if _WHOLE.match(url)}
    return {name: url for name, url in whole.items() if urlsplit(url).scheme == "https"}


def _written(field: str) -> Mapping[str, Any]:
    """The members of Reporting-Endpoints, by name; none where it is no dictionary."""
    import http_sf

    try:
        dictionary: Any = http_sf.parse(field.encode(), tltype="dictionary")
    except (http_sf.errors.StructuredFieldError, ValueError):
        return {}
    return {name: value for name, (value, _) in dictionary.items()}


def _undefined(group: str, has_uri: bool, response: Response) -> str:
    sent = response.header("Reporting-Endpoints")
    said = f", which says {sent}, {_why_unusable(group, sent)}" if sent else " is missing"
    if not sent and response.header("Report-To"):
        said += "; Report-To is the old header"
    beside = "; beside report-to a browser ignores report-uri" if has_uri else ""
    return f'report-to names "{group}", and Reporting-Endpoints{said}{beside}'


def _why_unusable(group: str, field: str) -> str:
    written = _written(field)
    if group not in written:
        return "does not define it" if written else 'cannot be read: its form is name="/path"'
    if not all(isinstance(url, str) for url in written.values()):
        return "has an address without quotes"
    return "gives it no address by https"
