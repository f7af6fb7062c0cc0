"""Where a browser sends the reports of a policy: report-uri, and report-to with its endpoints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from helpers.csp import DirectiveSet
from helpers.exchange import Response

# Chromium: one member that is no string voids the whole field.
_KEY = r"[a-z*][a-z0-9_.*-]*"
_MEMBER = rf'({_KEY})="((?:[^"\\]|\\["\\])*)"(?:; *{_KEY}(?:=[^,;]*)?)*'
_DICTIONARY = re.compile(rf"{_MEMBER}(?:[ \t]*,[ \t]*{_MEMBER})*")
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
            return Destination((named[group],), f'report-to names "{group}"')
        return Destination((), _undefined(group, "report-uri" in directives, response))
    urls = tuple(urljoin(page, url) for url in directives.get("report-uri", ()))
    return Destination(urls, f"report-uri says {' '.join(urls)}" if urls else "it names no place")


def endpoints(response: Response, page: str) -> Mapping[str, str]:
    """The endpoints that a response defines, by name; those a browser can use.

    Reporting API, "process reporting endpoints": a dictionary of strings (RFC 8941, section 3.2)
    on a response that came by https, and only addresses at https.
    """
    sent = (response.header("Reporting-Endpoints") or "").strip()
    if urlsplit(page).scheme != "https" or not _DICTIONARY.fullmatch(sent):
        return {}
    written = {
        name: re.sub(r"\\(.)", r"\1", text)
        for name, text in re.findall(rf"(?:^|,[ \t]*){_MEMBER}", sent)
    }
    # Chromium: an address without a scheme has to begin with a slash.
    whole = {name: urljoin(page, url) for name, url in written.items() if _WHOLE.match(url)}
    return {name: url for name, url in whole.items() if urlsplit(url).scheme == "https"}


def _undefined(group: str, has_uri: bool, response: Response) -> str:
    sent = response.header("Reporting-Endpoints")
    said = f", which says {sent}, gives it no address by https" if sent else " is missing"
    if not sent and response.header("Report-To"):
        said += "; Report-To, the old header, is Chromium's alone"
    beside = "; beside report-to a browser ignores report-uri" if has_uri else ""
    return f'report-to names "{group}", and Reporting-Endpoints{said}{beside}'
