"""What a page has of its own under its policy: scripts that load, functions that are called."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from helpers.csp import Policy
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import happened
from helpers.exercises.code_names import unknown_names
from helpers.exercises.in_words import cut
from helpers.exercises.injections import Page, pages
from helpers.exercises.javascript import Code, literal
from helpers.exercises.page_code import (
    AFTER_THE_PAGE,
    Script,
    address,
    running,
    scripts,
    unread,
    why_unseen,
)
from helpers.exercises.page_elements import elements
from helpers.exercises.slips import because, slip
from helpers.exercises.tag_nonces import in_force, no_nonce, wrong_nonce
from helpers.page import Part, parts, policy_of
from helpers.sniffing import runs_as_script

OWN_KINDS = ("script", "inline-script", "style", "inline-style")
"""What the pages have of their own; their handlers have a requirement of their own."""


def own_parts_load(*code: str) -> Judgement:
    """No script and no style of the page's own is blocked; its style and this code are there."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        for page, then in zip(pages(evidence), pages(before), strict=True):
            own = [part for part in parts(page.response, page.url) if part.kind in OWN_KINDS]
            for part in own:
                if why := _why_it_fails(part, page, evidence):
                    return f"Expected {part} of {page} to load; {why}"
            if not any(map(_is_style, own)) and any(map(_is_style, parts(then.response, then.url))):
                return f"Expected {page} to keep its stylesheet; no tag asks for one any more."
            for text in code:
                if why := _why_not_there(text, page, evidence):
                    return f"Expected a script of {page} to hold {text}; {why}"
        return None

    return judge


def _why_not_there(text: str, page: Page, evidence: Evidence) -> str:
    run = scripts(page, evidence)
    if text in running(page, evidence):
        return why_unseen(text, run)
    broken = next((script.name for script in run if script.code.broken), None)
    if broken:
        return f"a browser cannot read the code of {broken}: a quote or a bracket is wrong."
    return unread(page, evidence) or "none that may run does."


def _is_style(part: Part) -> bool:
    return part.kind in ("style", "inline-style")


def _why_it_fails(part: Part, page: Page, evidence: Evidence) -> str:
    if not part.verdict:
        return f"a browser blocks it, because {_why_blocked(part, page)}"
    if _depends_on_the_page(part, page):
        return "its address has no / in front: on /a/b a browser would look for it in /a."
    asked = {each.request.url: each for each in evidence.exchanges}
    file = asked.get(address(part))
    if not file or not file.response:
        return ""
    if file.response.status != 200:
        return f"on {file.request} {happened(file)}."
    runs = part.kind != "script" or runs_as_script(file.response)
    return "" if runs else f"a browser runs nothing of {file.request}: {runs.why}."


def _depends_on_the_page(part: Part, page: Page) -> bool:
    """Whether another wrong address would have it loaded from somewhere else."""
    wrote = part.attributes.get("src") or part.attributes.get("href") or ""
    return bool(wrote) and page.response.status == 404 and not re.match("/|https?:|data:", wrote)


def _why_blocked(part: Part, page: Page) -> str:
    policy = policy_of(page.response, page.url)
    sources = in_force(part.verdict, policy)
    return (
        _of_a_source(part, sources)
        or _of_other_policies(part, sources, page, policy)
        or _of_the_hash(part, sources)
        or _of_the_nonce(part, policy)
        or because(policy, part.verdict)
    )


NONCES_AND_HASHES = (
    (
        r"(?:^| )(?:nonce|sha\d+)-",
        "{1} has no quotes where it names a nonce or hash, as in 'nonce-…'.",
    ),
    (
        r"'nonce-[^' {]*[^\w+/=' {-][^' {]*'",
        "{0} has no effect: a nonce has letters, digits and + / - _ = alone.",
    ),
    (r"'sha256-[0-9a-f]{64}'", "{1} has a hash in hex: a hash is base64 of the digest."),
)
"""How a nonce or hash goes wrong in a source list; what is said of it, {0}, and its directive."""


def _of_a_source(part: Part, sources: str) -> str | None:
    if part.verdict.directive == "sandbox":
        return "a sandbox without allow-scripts stops every script."
    for pattern, told in NONCES_AND_HASHES:
        if found := re.search(pattern, sources):
            return told.format(found[0], part.verdict.directive)
    return None


def _of_other_policies(part: Part, sources: str, page: Page, policy: Policy) -> str | None:
    number = len(policy.directive_sets)
    if "'nonce-" in sources or number == 1:
        return None
    if any("," in sent for sent in page.response.all("Content-Security-Policy")):
        return "a comma begins another policy, and each counts: directives end with a semicolon."
    directive = part.verdict.directive
    return f"each of {number} policies has to allow it, and {directive} {sources} does not."


def _of_the_hash(part: Part, sources: str) -> str | None:
    if "'nonce-" in sources or "'sha256-" not in sources or not part.source:
        return None
    fits = b64encode(sha256(part.source.encode()).digest()).decode()
    ends = ", its line breaks at both ends included" if part.source != part.source.strip() else ""
    code = cut(part.source.strip())
    return f"its code, {code}, has another hash{ends}, 'sha256-{fits}'."


def _of_the_nonce(part: Part, policy: Policy) -> str | None:
    if wrong := wrong_nonce(part, policy):
        return f"{wrong}. {slip(policy)}".rstrip()
    none = no_nonce(part, policy)
    return f"{none}. {part.verdict.why}" if none else None


def calls_with_basket(function: str) -> Judgement:
    """A script calls this function with what is in the basket, once the function is there."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for page in pages(evidence):
            basket = _basket_of(page)
            if why := _why_no_call(function, basket, page, evidence):
                return f"Expected {page} to call {function} with the basket, {basket}; {why}"
        return None

    return judge


def _basket_of(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("basket", ["nothing"])[0]


def _why_no_call(function: str, basket: str, page: Page, evidence: Evidence) -> str | None:
    run = scripts(page, evidence)
    if broken := next((script for script in run if script.code.broken), None):
        return (
            f"a browser cannot read {broken.code.text.strip()[:80]}: a quote or a bracket is wrong."
        )
    defined = [script for script in run if script.code.defines(function)]
    if not defined:
        return unread(page, evidence) or "no code that may run there defines it."
    if why := _as_markup(function, defined[0].code):
        return why
    called = [(script, said) for script in run for _, said in script.code.calls(function)]
    if not called:
        return "no code that may run there calls it."
    script, said = called[0]
    if run.index(script) < run.index(defined[0]) and not script.waits:
        late = defined[0].place == AFTER_THE_PAGE
        how = "leave out defer, async and type=module" if late else "turn them round"
        return f"{script.name} calls it before {defined[0].name} has defined it: {how}."
    what = literal(said[0]) if said else ""
    if what is None:
        return _why_unreadable(said[0], script, run, page)
    if basket in what:
        return None
    escaped = "Jinja wrote it for HTML: write it with | tojson." if "&" in what else ""
    return f"it is called with {said[0] or 'nothing'}. {escaped}".rstrip()


def _as_markup(function: str, code: Code) -> str | None:
    """That the function writes what it is called with as markup, where it changes."""
    text = code.definition(function) or ""
    named = re.match(r"(?:function\s*[\w$]*\s*)?\(?\s*([\w$]+)", text)
    what = re.escape(named[1]) if named else ""
    if what and re.search(
        rf"\.innerHTML\s*\+?=[^;\n]*(?<![\w$.(]){what}(?![\w$)])", Code(text).bare
    ):
        return f"{function} writes it with innerHTML, as markup: a tag in a basket is lost."
    return None


def _why_unreadable(said: str, script: Script, run: Sequence[Script], page: Page) -> str | None:
    """Why an argument that is no text in quotes is no value either, or None."""
    if re.search(r"[-+*/%~!&|^<>=?.]$", said) and not said.endswith(("++", "--")):
        return f"a browser cannot read {said}, which it is called with. {_BRACES}"
    for name in unknown_names(said, script.code, [each.code for each in run]):
        there = elements(page.response, f'[id="{name}"]')
        if there and said == name:
            return f"it is called with the element {name}, and not with a text. {_BRACES}"
        if not there:
            return f"it is called with {said}, and nothing there is called {name}. {_BRACES}"
    return None


_BRACES = "What Jinja is to write stands in {{ … | tojson }}."
