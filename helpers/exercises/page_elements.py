"""Elements of a page: where they stand, and what code gets that reads them."""

from __future__ import annotations

import re
from typing import NamedTuple

from helpers.exchange import Response
from helpers.exercises.javascript import literal


class Element(NamedTuple):
    """An element, how many come before it, and how many before the one that follows it."""

    place: int
    end: int
    tag: str
    attributes: dict[str, str]
    text: str


def elements(response: Response, selector: str) -> list[Element]:
    """The elements of a page that a selector finds; none where it is no selector."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    parser = LexborHTMLParser(response.text)
    if not parser.root:
        return []
    every = parser.root.traverse(include_text=False)
    places = {node.mem_id: place for place, node in enumerate(every)}
    try:
        found = parser.css(selector)
    except SelectolaxError:
        return []
    return [
        Element(
            places[node.mem_id],
            places[node.mem_id] + sum(1 for _ in node.traverse(include_text=False)),
            str(node.tag),
            {name: value or "" for name, value in node.attributes.items()},
            node.text(deep=True).strip(),
        )
        for node in found
    ]


def said_of(argument: str, button: Element) -> str | None:
    """What an argument is at a click on a button."""
    if (said := literal(argument)) is not None:
        return said
    if argument in ("", "event"):
        return argument or "undefined"
    read = re.fullmatch(
        r"[\w$.]+?\.(?:(id|value|name|title|textContent|innerText)|dataset\.(\w+)"
        r"|getAttribute\((.*)\))((?:\.(?:toLowerCase|trim)\(\))*)",
        argument,
        re.DOTALL,
    )
    if not read:
        return None
    if read[1] in ("textContent", "innerText"):
        said = button.text
    else:
        data = read[2] and "data-" + re.sub("([A-Z])", r"-\1", read[2]).lower()
        name = read[1] or data or literal(read[3] or "")
        said = button.attributes.get(name, "") if name else None
    return said.lower() if said and "toLowerCase" in read[4] else said
