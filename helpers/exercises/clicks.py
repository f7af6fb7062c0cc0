"""What a click on a button puts into the basket.

A judge without a browser reads the code and runs none; where it does not understand, it takes the
learner's word. The answers of the bank are clicked in Chromium.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape

from helpers.exercises import Evidence, Judgement
from helpers.exercises.in_order import each_its_own
from helpers.exercises.injections import Page, pages
from helpers.exercises.javascript import Code
from helpers.exercises.listening import Listener, listeners
from helpers.exercises.page_code import Script, scripts, unread, why_unseen
from helpers.exercises.page_elements import Element, elements, said_of
from helpers.page import Part, parts


def clicks_call(function: str) -> Judgement:
    """Each button calls this function as it did: by an attribute, or by code that listens."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        for page, then in zip(pages(evidence), pages(before), strict=True):
            there, had = _buttons(page), _buttons(then)
            if len(there) < len(had):
                return f"Expected {page} to have its buttons, {len(had)}; it has {len(there)}."
            wanted = {button.text: _ordered(button, function) for button in had}
            for button in there:
                coffee = wanted.get(button.text)
                if coffee and (why := _why_not(button, coffee, function, page, evidence)):
                    return (
                        f"Expected a click on {button.text} in {page} to call "
                        f'{function}("{coffee}"); {why}'
                    )
        return None

    return judge


def _buttons(page: Page) -> list[Element]:
    return elements(page.response, "button")


def _ordered(button: Element, function: str) -> str | None:
    """What the attribute of a button calls the function with."""
    for _, arguments in Code(button.attributes.get("onclick", "")).calls(function):
        return said_of(arguments[0], button)
    return None


def _why_not(
    button: Element, coffee: str, function: str, page: Page, evidence: Evidence
) -> str | None:
    run = scripts(page, evidence)
    whole = [script for script in run if not script.code.broken]
    if {"hidden", "disabled"} & button.attributes.keys():
        return "nobody can click it: it is hidden or disabled."
    if unseen := why_unseen(function, whole):
        return unseen
    if any(script.code.defines(function) for script in whole):
        why = _why_uncalled(button, coffee, function, page, run)
    else:
        why = unread(page, evidence) or "no code that may run there defines it."
    broken = next((script for script in run if script.code.broken), None)
    if why == _UNHEARD and (unseen := unread(page, evidence)):
        return f"no code listens that the check reads; {unseen}"
    if why and broken:
        return f"a browser cannot read the code of {broken.name}: a bracket or a word is wrong."
    return why


def _why_uncalled(
    button: Element, coffee: str, function: str, page: Page, run: Sequence[Script]
) -> str | None:
    """Why a click does not call the function, which is there, with this coffee."""
    handlers = [
        part
        for part in parts(page.response, page.url)
        if part.kind == "event-handler" and part.place == button.place
    ]
    heard = [_of_attribute(part, function) for part in handlers if part.verdict]
    every = Code("\n".join(script.code.source for script in run if not script.code.broken))
    for each in listeners(run, page.response, function):
        heard += each_its_own(each, every)
    why = _why_unheard(button, coffee, heard)
    stopped = [part for part in handlers if not part.verdict]
    if why and stopped and not any(each.why_not or each.on for each in heard):
        return f"{stopped[0]} is blocked: no nonce covers an attribute. {stopped[0].verdict.why}"
    return why


def _of_attribute(part: Part, function: str) -> Listener:
    calls = Code(unescape(part.source or "")).calls(function)
    return Listener(None, [arguments[0] for _, arguments in calls])


def _why_unheard(button: Element, coffee: str, heard: Sequence[Listener]) -> str | None:
    """None where a click on the button calls the function with its coffee."""
    mine = [each for each in heard if each.hears(button)]
    said: list[str | None] = []
    for each in mine:
        if each.arguments is None:
            return None
        said += [said_of(argument, button) for argument in each.arguments]
    if coffee in said or None in said:
        return None
    if said:
        return f'the code calls it with "{said[0]}".'
    if whys := [each.why_not for each in heard if each.why_not]:
        return whys[0]
    if mine:
        return "the code that listens there does not call it."
    if others := [each.on[0] for each in heard if each.on]:
        return f"the code listens to another element, <{others[0].tag}> {others[0].text}."
    return _UNHEARD


_UNHEARD = "no code that may run there listens for a click."
