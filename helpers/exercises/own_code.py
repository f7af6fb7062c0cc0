"""What a page has of its own under its policy: scripts that load, functions that are called."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from helpers.csp import Policy, Verdict
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered, happened
from helpers.exercises.injections import Page, pages
from helpers.page import Part, parts, policy_of

OWN_KINDS = ("script", "inline-script", "style", "inline-style")
"""What the pages have of their own; their handlers have a requirement of their own."""


def own_parts_load(*code: str) -> Judgement:
    """No script and no style of the page's own is blocked, and this code is still among them."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for page in pages(evidence):
            for part in parts(page.response, page.url):
                if part.kind in OWN_KINDS and (why := _why_it_fails(part, page, evidence)):
                    return f"Expected {part} of {page} to load; {why}"
            for text in code:
                if text not in _code(page, evidence):
                    return f"Expected a script of {page} to hold {text}; none that may run does."
        return None

    return judge


def _why_it_fails(part: Part, page: Page, evidence: Evidence) -> str:
    if not part.verdict:
        return f"a browser blocks it, because {_why_blocked(part, page)}"
    files = {each.request.url: each for each in evidence.exchanges}
    file = files.get(part.url or "")
    lacks = file and file.response and file.response.status != 200
    return f"on {file.request} {happened(file)}." if file and lacks else ""


def _why_blocked(part: Part, page: Page) -> str:
    policy = policy_of(page.response, page.url)
    sources = _in_force(part.verdict, policy)
    directive = part.verdict.directive
    nonce = re.search(r'nonce="([^"]*)', part.tag)
    if nonce and re.search("{|csp_nonce", nonce[1]):
        return f"its nonce is the text {nonce[1]}: nobody has filled it in."
    if re.search(r"(^| )(nonce|sha\d+)-", sources):
        return f"{directive} has no quotes where it names a nonce or hash, as in 'nonce-…'."
    if policy.ignored:
        return f"it ignores {policy.ignored[0].text} in the policy: {policy.ignored[0].why}."
    if re.search(r"'sha256-[0-9a-f]{64}'", sources):
        return f"{directive} has a hash in hex: a hash is base64 of the digest."
    if "'nonce-" in sources:
        wrong = "has another nonce than the policy" if nonce else "has no nonce"
        return f"its tag {wrong}. {part.verdict.why}"
    if "'sha256-" in sources and part.source:
        fits = b64encode(sha256(part.source.encode()).digest()).decode()
        return f"the code between its tags has another hash, 'sha256-{fits}'."
    return f"its tag has a nonce, and {directive} names none." if nonce else part.verdict.why


def _in_force(verdict: Verdict, policy: Policy) -> str:
    """The sources of the directive that blocks."""
    if verdict.policy is None or verdict.directive is None:
        return ""
    return " ".join(policy.directive_sets[verdict.policy].get(verdict.directive, ()))


def calls(name: str) -> Judgement:
    """Code that may run calls this function, where the page or its files define it."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for page in pages(evidence):
            if _code(page, evidence).count(name) < 2:
                return (
                    f"Expected {page} to define {name} and to call it; no code that may run there "
                    "does both."
                )
        return None

    return judge


def clicks_call(name: str) -> Judgement:
    """Buttons call this function: by an ``onclick`` that may run, or by code that listens.

    A judge without a browser sees the buttons, and that code listens for clicks and calls the
    function; the answers of the bank are clicked in Chromium.
    """

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        for page, then in zip(pages(evidence), pages(before), strict=True):
            if (left := _buttons(page)) < (had := _buttons(then)):
                return f"Expected {page} to have its buttons, {had}; it has {left}."
            there = [part for part in parts(page.response, page.url) if _handles(part, name)]
            code = _code(page, evidence)
            by_attribute = bool(there) and all(part.verdict for part in there) and name in code
            if by_attribute or (code.count(name) > 1 and "click" in code):
                continue
            wanted = f"Expected a click on {page} to call {name};"
            if there and name in code:
                return f"{wanted} {there[0]} is blocked: {_why_no_attribute(there[0])}"
            return f"{wanted} no code that may run there defines it and listens for a click."
        return None

    return judge


def _buttons(page: Page) -> int:
    return page.response.text.count("<button")


def _why_no_attribute(part: Part) -> str:
    return f"no nonce covers an attribute. {part.verdict.why}"


def _handles(part: Part, name: str) -> bool:
    return part.kind == "event-handler" and name in (part.source or "")


def _code(page: Page, evidence: Evidence) -> str:
    """All code that may run in the page: in its tags, and in those of its files that we asked."""
    files = {each.request.url: got for each, got in answered(evidence) if got.status == 200}
    code = []
    for part in parts(page.response, page.url):
        if part.verdict and part.kind == "inline-script":
            code.append(part.source or "")
        elif part.verdict and part.kind == "script" and part.url in files:
            code.append(files[part.url].text)
    return "\n".join(code)
