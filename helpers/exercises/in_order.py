"""What code that listens to a list of elements gives to each of them, by its place in the list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.exercises.javascript import Code, literal
from helpers.exercises.listening import Listener


def each_its_own(heard: Listener, every: Code) -> Iterator[Listener]:
    """A listener for each element, where an argument is what a list of texts has at its place."""
    (argument,) = heard.arguments if heard.arguments and len(heard.arguments) == 1 else [""]
    said = _at_each_place(argument, every)
    if not said or not heard.on:
        yield heard
        return
    for place, element in enumerate(heard.on):
        text = said[place] if place < len(said) else "undefined"
        yield heard._replace(on=[element], arguments=[f"'{text}'"])


def _at_each_place(argument: str, every: Code) -> list[str]:
    """The texts of the list, if the argument is one of them by the second word of a forEach."""
    named = re.fullmatch(r"([\w$]+)\[([\w$]+)\]", argument)
    if not named or not re.search(
        rf"\.forEach\(\s*(?:function\s*)?\(\s*[\w$]+\s*,\s*{re.escape(named[2])}\s*\)", every.bare
    ):
        return []
    written = (every.definition(named[1]) or "").strip()
    texts = [literal(each) for each in Code(written[1:-1]).pieces(0, len(written) - 2)]
    is_list = written.startswith("[") and written.endswith("]")
    return [text for text in texts if text is not None] if is_list and None not in texts else []
