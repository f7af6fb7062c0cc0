"""Exercise 09-1: four tags for files of a CDN, each of which runs the file and no other."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from helpers.exchange import Response
from helpers.exercises import Exercise, Judgement, Value, stops
from helpers.exercises.entries import entry
from helpers.exercises.loading import NAMES
from helpers.exercises.third_party_sites import (
    CDN,
    GIVEN_TAGS,
    HTMX_LATEST,
    ON_CDN,
    PAGE,
    RELEASED,
    TAMPERED,
    shared,
)
from helpers.integrity import runs
from helpers.origin import origin
from helpers.page import Part, parts


def pinned(letter: str, given: str) -> Judgement:
    """The tag runs the library, today and after a release, and refuses a changed file."""
    library = given.removeprefix(CDN).partition("@")[0]
    wanted = _version(next(url for url in FIXED if f"/{library}@" in url))

    def judge_one(tag: str) -> str | None:
        page = Response(headers=(("Content-Type", "text/html"),), body=tag.encode())
        every = parts(page, PAGE)
        scripts = [part for part in every if part.is_code]
        if why := _not_one_tag(tag, scripts, library, wanted):
            return why
        if others := [part for part in every if not part.is_code]:
            return f"Expected one script tag for {library} and nothing else; there is {others[0]}."
        if "</script" not in tag.lower():  # HTML: a script that the page ends in does not run
            return f"Expected the tag of {library} to end with </script>; it has no end."
        why = _not_pinned(scripts[0])
        moves = why and _address(scripts[0]) not in FIXED
        return (
            f"{why} Its address names no version, so the file moves with each release: name the "
            f"version you have, {wanted}."
            if moves
            else why
        )

    return entry("tags", letter, str, "a script tag, as text", judge_one)


def _not_one_tag(tag: str, scripts: list[Part], library: str, wanted: str) -> str | None:
    """What there is other than one script, from the CDN's address of this library."""
    expected = f"Expected one script tag that loads {wanted} from {CDN}, and no other code;"
    if not scripts and "<script" in tag.lower():
        return f"{expected} the one that is there does not run, by its type or another attribute."
    if len(scripts) != 1:
        kinds = Counter(NAMES[part.kind] for part in scripts)
        found = [kind + f" ({number} times)" * (number > 1) for kind, number in kinds.items()]
        return f"{expected} there is {' and '.join(found) or 'none'}."
    url = _address(scripts[0])
    if url in ON_CDN and f"/{library}@" in url:
        return None
    name = _version(url)
    moves = name.partition("@")[0] == library and not re.search(r"@\d+\.\d+\.\d+[-\w.]*$", name)
    return f"{expected} it loads {url or 'nothing'}{', whose file moves with releases' * moves}."


FIXED = [url for url in ON_CDN if RELEASED[url] == ON_CDN[url]]
"""The addresses whose file is the same after the next release."""


def _version(url: str) -> str:
    return url.removeprefix(CDN).partition("/")[0]


def _address(script: Part) -> str:
    """What a browser asks for: the host in lower case, without the usual port or a fragment."""
    url = script.url or ""
    _, _, path, query, _ = urlsplit(url)
    return f"{origin(url)}{path}{'?' * bool(query)}{query}" if origin(url) != "null" else url


def _not_pinned(script: Part) -> str | None:
    url = _address(script)
    name = _version(url)
    for web, when in ((ON_CDN, ""), (RELEASED, " after the next release")):
        ran = runs(script.attributes, shared(web[url]), url, PAGE)
        if not ran:
            return f"Expected the browser to run {name}{when}; it refuses the file: {ran.why}."
    tampered = runs(script.attributes, shared(TAMPERED[url]), url, PAGE)
    if tampered:
        return f"Expected the browser to refuse a changed {name}; it runs it: {tampered.why}."
    return None


FOUR_TAGS = Exercise(
    id="09-1",
    title="Four tags for files of a CDN",
    answer="tags",
    probe=Value(given=GIVEN_TAGS),
    requirements=[
        *[
            stops(f"{letter}: the file runs, and a changed one does not", pinned(letter, url))
            for letter, url in zip("abc", list(ON_CDN), strict=False)
        ],
        stops("d: the same, and still after the next release of htmx", pinned("d", HTMX_LATEST)),
    ],
    hints=[
        "Two of the four have a hash that is written wrong, one lacks an attribute, and one "
        "names an address whose file will change. Which is which?",
        'For a and c read "An integrity attribute", under How it works: two rows of its table are '
        "yours.",
        'For b look at the table "tag and file", under The header. For d read "A file that changes '
        'by design", under Mistakes people make.',
    ],
)
