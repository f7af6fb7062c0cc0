"""The code that runs in a page while it loads: its own scripts, and those files that we asked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin

from helpers.exchange import Response
from helpers.exercises import Evidence
from helpers.exercises.anywhere import answered
from helpers.exercises.injections import Page
from helpers.exercises.javascript import Code
from helpers.page import Part, parts, policy_of
from helpers.sniffing import runs_as_script

_LONGEST, _MOST = 40_000, 30
"""Characters of a script that are read, and scripts of a page."""

AFTER_THE_PAGE = math.inf
"""The place of a script that waits until the page is read."""

_WAITS = re.compile(r"DOMContentLoaded|readyState|\bonload\b|['\"]load['\"]|setTimeout")

_IMPORTS = re.compile(r"""\bimport\b[^"'`;]*["'`]([^"'`]+)["'`]""")
"""A module that a script imports, statically or by import()."""


class Script(NamedTuple):
    """Code that runs once so many elements of the page are there."""

    code: Code
    place: float
    name: str
    nonce: str | None = None
    is_module: bool = False

    @property
    def waits(self) -> bool:
        """Whether its code, or some of it, waits until the page is read."""
        return self.place == AFTER_THE_PAGE or bool(_WAITS.search(self.code.text))


def files(evidence: Evidence) -> dict[str, Response]:
    """The files that a script tag runs, by their addresses without a query."""
    return {each.request.url: got for each, got in answered(evidence) if got.status == 200}


def address(part: Part) -> str:
    """Where it loads its file from; what stands after ``?`` makes no other file of it."""
    return re.split("[?#]", part.url or "")[0]


def scripts(page: Page, evidence: Evidence) -> list[Script]:
    """The scripts of the page that may run, in the order in which they do."""
    there = files(evidence)
    found = sorted(islice(_scripts(page, there), _MOST), key=lambda script: script.place)
    added = [each for script in found for each in _added(script, page, there)]
    imported = [each for script in found for each in _imported(script, page, there)]
    return [*found, *added, *imported]


def running(page: Page, evidence: Evidence) -> str:
    """All code that runs in the page, without comments; what a browser cannot read does not."""
    run = (script.code for script in scripts(page, evidence))
    return "\n".join(code.text for code in run if not code.broken)


def why_unseen(function: str, scripts: Sequence[Script]) -> str:
    """Why no other script sees the function, which the one that defines it does not use; or ""."""
    named = rf"(?<![\w$])(window\.|globalThis\.)?{re.escape(function)}(?![\w$])"
    why = ""
    for script in scripts:
        found = [*re.finditer(named, script.code.bare)]
        if not script.code.defines(function):
            continue
        before = script.code.bare[: found[0].start()]
        inside = before.count("(") > before.count(")")
        if len(found) > 1 or found[0][1] or not (script.is_module or inside):
            return ""
        place = (
            "defines it in a module" if script.is_module else "defines it inside another function"
        )
        why = f"{script.name} {place}: no other script sees it."
    return why


def unread(page: Page, evidence: Evidence) -> str:
    """That a script of the page may run, and nobody has asked for it; or ""."""
    there = files(evidence)
    loaded = [part for part in parts(page.response, page.url) if part.kind == "script"]
    urls = [part.url for part in loaded if part.verdict and address(part) not in there]
    return (
        f"the page loads {urls[0]}, which the check does not read: your code may stand in the "
        "page, or in the file that the exercise names."
        if urls
        else ""
    )


def _scripts(page: Page, there: Mapping[str, Response]) -> Iterator[Script]:
    for part in parts(page.response, page.url):
        module = part.attributes.get("type", "").lower() == "module"
        late = module or (part.url and {"defer", "async"} & part.attributes.keys())
        place = AFTER_THE_PAGE if late else part.place
        nonce = part.attributes.get("nonce")
        if part.verdict and part.kind == "inline-script":
            yield Script(Code((part.source or "")[:_LONGEST]), place, str(part), nonce, module)
        elif part.verdict and part.kind == "script" and address(part) in there:
            file = there[address(part)]
            if runs_as_script(file):
                yield Script(Code(file.text[:_LONGEST]), place, str(part), nonce, module)


def _added(script: Script, page: Page, there: Mapping[str, Response]) -> Iterator[Script]:
    """The files that a script adds to the page by createElement."""
    if "createElement" not in script.code.bare:
        return
    policy = policy_of(page.response, page.url)
    for url, file in there.items():
        path = url.removeprefix(urljoin(url, "/"))
        named = path and path in script.code.text
        if named and policy.allows("script", url, page=page.url, parser_inserted=False):
            yield Script(Code(file.text[:_LONGEST]), AFTER_THE_PAGE, url)


def _imported(script: Script, page: Page, there: Mapping[str, Response]) -> Iterator[Script]:
    """The files that a script imports: with its nonce (HTML, "fetch a single module script")."""
    if "import" not in script.code.text:
        return
    policy = policy_of(page.response, page.url)
    for named in islice(_IMPORTS.finditer(script.code.text), _MOST):
        url = urljoin(page.url, named[1])
        if url in there and policy.allows("script", url, page=page.url, nonce=script.nonce):
            yield Script(Code(there[url].text[:_LONGEST]), AFTER_THE_PAGE, url)
