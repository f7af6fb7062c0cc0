"""What a browser notes of Strict-Transport-Security: for how long, and for which names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from helpers.exchange import Response

NAME = "Strict-Transport-Security"
LIST_SECONDS = 31_536_000
"""A year: what the preload list wants at least."""

_DIRECTIVE = re.compile(r'(?:"(?:\\.|[^"\\])*"?|[^;"])+')
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"')
_ADDRESS = re.compile(r"[0-9.]+|.*:.*")
_IGNORED = ", and a browser ignores all of it"
_COUNTED = ("max-age", "includesubdomains")
_KNOWN = (*_COUNTED, "preload")


@dataclass(frozen=True)
class Noted:
    """What one response makes a browser note about its host, and why, in a learner's words.

    ``max_age`` is in seconds: 0 makes the browser forget the host, and None notes nothing, so
    that what it noted earlier stays.
    """

    max_age: int | None
    include_subdomains: bool = False
    why: str = ""

    def __bool__(self) -> bool:
        return bool(self.max_age)


def noted(response: Response, url: str) -> Noted:
    """What a browser notes of ``response``, which came from ``url``, its certificate in order.

    RFC 6797, section 8.1: only over https, only for a name, and only the first field counts.
    Chromium, unlike the specification, notes nothing for localhost.
    """
    host = urlsplit(url).hostname or ""
    if urlsplit(url).scheme != "https":
        return Noted(None, why="it came over http, where browsers ignore the header")
    if _ADDRESS.fullmatch(host) or host == "localhost" or host.endswith(".localhost"):
        return Noted(None, why=f"{host} is no name that Chromium notes")
    sent = response.all(NAME)
    return parse(sent[0]) if sent else Noted(None, why=f"it has no {NAME}")


def parse(value: str) -> Noted:
    """What a value of the field says (RFC 6797, section 6.1), as Chromium reads it.

    One error of syntax makes the whole value count for nothing; an unknown directive does not.
    """
    said = sent = f'{NAME} is "{value}"'
    directives: dict[str, str] = {}
    for text in filter(None, (each.strip(" \t") for each in _DIRECTIVE.findall(value))):
        name, equals, given = (part.strip(" \t") for part in text.partition("="))
        quoted = _QUOTED.fullmatch(given)
        if not _TOKEN.fullmatch(name) or (equals and not quoted and not _TOKEN.fullmatch(given)):
            return Noted(None, why=f"{said}{_IGNORED}: {_complaint(text)}")
        if (known := name.lower()) in _COUNTED and known in directives:
            return Noted(None, why=f"{said}{_IGNORED}: {name} stands in it twice")
        if known == "includesubdomains" and equals:
            return Noted(None, why=f"{said}{_IGNORED}: {name} takes no value")
        said += "" if known in _KNOWN else f"; a browser passes over {name}"
        directives[known] = quoted[1] if quoted else given
    return _read(sent, said, directives)


def _read(sent: str, said: str, directives: dict[str, str]) -> Noted:
    age = directives.get("max-age")
    if age is None:
        number = next((f" in front of {name}" for name in directives if name.isdecimal()), "")
        return Noted(None, why=f"{sent}{_IGNORED}: max-age= is missing{number}")
    if not age:
        return Noted(None, why=f"{said}{_IGNORED}: max-age has no number")
    if not re.fullmatch("[0-9]+", age):
        return Noted(None, why=f'{said}{_IGNORED}: "{age}" is no whole number of seconds')
    return Noted(int(age), "includesubdomains" in directives, said)


def asks_for_the_list(value: str) -> bool:
    """Whether it asks for a place on the preload list, which reads the bare word alone."""
    return "preload" in (each.strip().lower() for each in value.split(";"))


def unfit_for_the_list(value: str) -> str:
    """Why the preload list does not take the value; the empty string where it does.

    It reads more strictly than a browser (header.go of github.com/chromium/hstspreload): digits
    alone after ``max-age=``, and the other two words bare. It wants a year or more.
    """
    found = parse(value)
    if found.max_age is None:
        return found.why
    directives = [each.strip().lower() for each in value.split(";")]
    age = next(each for each in directives if each.startswith("max-age"))
    bare = bool(re.fullmatch("max-age=[0-9]+", age))
    wanted = {
        'digits right after "max-age=", no blanks or quotes': bare,
        "a max-age of a year or more": found.max_age >= LIST_SECONDS,
        "the word includeSubDomains": "includesubdomains" in directives,
        "the bare word preload": asks_for_the_list(value),
    }
    missing = next((each for each, there in wanted.items() if not there), "")
    return f"{found.why}, and the list wants {missing}" if missing else ""


def _complaint(text: str) -> str:
    """What is wrong with the part of a value that is no directive."""
    if text[0] in "\"'":
        return "no quotes belong around it"
    if text[0] == "{":
        return "a Python dict was sent as text"
    if text.lower().startswith(NAME.lower()):
        return "the field's name is no part of its value"
    if "," in text:
        return "directives end with a semicolon, not with a comma"
    if ":" in text:
        return 'max-age takes "=", not a colon'
    if re.match(r"max-age\s*=\s*[0-9]+\s+(?!pre)[a-z]{1,7}$", text, re.IGNORECASE):
        return "max-age is a number of seconds, and takes no unit"
    if " " in text:
        return f'a space stands inside "{text}", and only a semicolon ends a directive'
    return f'"{text}" is no directive'
