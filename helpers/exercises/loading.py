"""Judgements on what the pages of an answer run and load, and what their third parties load."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from helpers.csp import Policy, Verdict
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Judgement, Requirement, policies
from helpers.exercises.anywhere import answered, happened, is_sent_on, same_statuses
from helpers.exercises.in_words import asked
from helpers.exercises.nonces import no_known_nonce
from helpers.exercises.slips import beside, several, slip
from helpers.exercises.tag_nonces import no_nonce, wrong_nonce
from helpers.exercises.third_party_sites import (
    PAGE,
    SCRIPTS_ELSEWHERE,
    SHOP,
    files,
    injection,
)
from helpers.integrity import asks_for_integrity, runs
from helpers.page import Part, parts, policy_of
from helpers.services import Load

NAMES = {
    "script": "a script",
    "style": "a stylesheet",
    "img": "an image",
    "font": "a font",
    "connect": "a connection",
    "media": "a film",
    "worker": "a worker",
    "frame": "a frame",
    "object": "a plug-in",
    "form-action": "a form",
    "base-uri": "a <base>",
    "inline-script": "an inline script",
    "inline-style": "an inline style",
    "event-handler": "a handler",
    "style-attribute": "a style attribute",
    "javascript-url": "a javascript: address",
}
"""What each kind of part is called in a sentence."""


NEXT_RELEASE = "// the next release\n"
"""What the vendors add to their files one day, without a word."""


def no_injected_script(evidence: Evidence, before: Evidence) -> str | None:
    """Nothing runs that an attacker puts into a page."""
    kept = _pages(evidence)
    for exchange, response in kept:
        attacked, mark = _attacked(exchange, response)
        if why := policies.runs(exchange, attacked, mark, SCRIPTS_ELSEWHERE):
            return why
    shown = Evidence(exchanges=tuple(exchange for exchange, _ in kept))
    return no_known_nonce(shown, before)


def _attacked(exchange: Exchange, response: Response) -> tuple[Response, str]:
    """The page with an attack in it, and what marks the attack: one was asked for, or is added."""
    if sent := re.search(r"steal\('(\w+)'\)", unquote(exchange.request.url)):
        return response, sent[1]
    return replace(response, body=response.body + injection("attack").encode()), "attack"


Web = Mapping[str, Response]
"""The files of the web, by their addresses."""


def _why_not_run(tag: str, exchange: Exchange, response: Response, web: Web, later: Web) -> str:
    """Why what a tag names does not run today, or not after its vendor's next release; or ""."""
    _, mark = _attacked(exchange, response)
    of_page = parts(response, exchange.request.url)
    own = (part for part in of_page if mark not in f"{part.url} {part.source}")
    part = next((each for each in own if _is(each, tag)), None)
    if part is None:
        return f"the page has no {tag.removeprefix(SHOP)} any more."
    if why := _why_blocked(part, response, web):
        policy = policy_of(response, exchange.request.url)
        notes = slip(policy), beside(policy, part.verdict), several(policy)
        note = next(filter(None, notes), "") or _of_a_file(part, policy)
        return f"a browser blocks {_shown(part, why)}: {why}. {note}".strip()
    if why := _why_blocked(part, response, later):
        return f"after the vendor's next release a browser blocks {_shown(part, why)}: {why}."
    return ""


def _of_a_file(part: Part, policy: Policy) -> str:
    """When a hash in the policy counts for a file, where there is one and the file is refused."""
    is_refused = part.kind == "script" and part.url and not part.verdict
    return (
        "A hash in script-src counts for a file only where the tag's integrity has the same one."
        if is_refused and re.search(policies.HASH, str(policy))
        else ""
    )


def works(name: str, tags: Sequence[str], *loads: Load, path: str = "/") -> Judgement:
    """What the tags of a page name runs and loads, and so does what that loads in turn.

    ``tags`` are addresses, or pieces of inline code. They run after their vendors' next release,
    too.
    """

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        own = _own_files(evidence)
        web, next_web = files(own), files(own, added=NEXT_RELEASE)
        for exchange, response in _pages(evidence, path):
            wanted = f"Expected {name} of {asked(exchange)} to work;"
            if response.status != 200:
                return f"{wanted} {happened(exchange)}."
            for tag in tags:
                if why := _why_not_run(tag, exchange, response, web, next_web):
                    return f"{wanted} {why}"
            for load in loads:
                if why := _why_not_loaded(load, response, exchange.request.url):
                    url = "" if load.url in why else f" {load.url}"
                    return f"{wanted} a browser blocks {NAMES[load.kind]}{url}: {why}."
        return None

    return judge


def _is(part: Part, tag: str) -> bool:
    return (part.url or "").partition("?")[0] == tag or tag in (part.source or "")


def _why_blocked(part: Part, page: Response, web: Web) -> str:
    """What keeps a part of the page from running or loading, or the empty string."""
    if not part.verdict:
        policy = policy_of(page, PAGE)
        wrong = wrong_nonce(part, policy) or no_nonce(part, policy)
        return "; ".join(filter(None, (wrong, _why(part.verdict))))
    if part.kind != "script" or not part.url:
        return ""
    file = web.get(part.url) or web.get(part.url.partition("?")[0])
    if file is None:
        return f"nothing answers at {part.url}"
    ran = runs(part.attributes, file, part.url, PAGE, page.header("Integrity-Policy"))
    return "" if ran else ran.why


def _why_not_loaded(load: Load, page: Response, url: str) -> str:
    nonces = (part.attributes.get("nonce") for part in parts(page, url) if part.is_code)
    verdict = policy_of(page, url).allows(
        load.kind,
        load.url,
        page=PAGE,
        nonce=next(filter(None, nonces), None) if load.kind == "script" else None,
        parser_inserted=False,
    )
    if not verdict:
        return _why(verdict)
    typed = (
        each.get("require-trusted-types-for", ()) for each in policy_of(page, url).directive_sets
    )
    if load.kind == "script" and any("'script'" in each for each in typed):
        return "require-trusted-types-for keeps a script from naming another by its address"
    if load.kind == "script" and asks_for_integrity(page.header("Integrity-Policy")):
        return "Integrity-Policy refuses a script without integrity"
    return ""


def no_file(changed: Mapping[str, bytes], evidence: Evidence, _before: Evidence) -> str | None:
    """No page runs one of these files, which somebody changed on the CDN."""
    web = files(_own_files(evidence), changed)
    for exchange, response in _pages(evidence):
        for part in parts(response, exchange.request.url):
            url = part.url or ""
            if url in changed and not _why_blocked(part, response, web):
                why = runs(part.attributes, web[url], url, PAGE).why
                return (
                    f"Expected a browser to refuse a changed {url} in {asked(exchange)}; it runs "
                    f"the file: {why}."
                )
    return None


def asks_as_before(evidence: Evidence, before: Evidence) -> str | None:
    """Every request has the status it had, and each page asks for what it asked for."""
    if why := same_statuses(evidence, before):
        return why
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        url = now.request.url
        if now.response and then.response:
            kept = {_essence(part) for part in parts(now.response, url)}
            _, mark = _attacked(then, then.response)
            for part in parts(then.response, url):
                if _essence(part) not in kept and mark not in f"{part.url} {part.source}":
                    return (
                        f"Expected {asked(now)} to hold {_shown(part)}, as before; it no longer "
                        "does."
                    )
    return None


def or_sent_on_to_https(*requirements: Requirement) -> list[Requirement]:
    """The same, and an app may send on to https who comes by http."""
    return [replace(each, judge=_but_sent_on(each.judge)) for each in requirements]


def _but_sent_on(judge: Judgement) -> Judgement:
    def judge_others(evidence: Evidence, before: Evidence) -> str | None:
        pairs = zip(evidence.exchanges, before.exchanges, strict=True)
        others = [pair for pair in pairs if not is_sent_on(pair[0])]
        now, then = (Evidence(exchanges=each) for each in zip(*others, strict=True))
        return judge(now, then)

    return judge_others


def _essence(part: Part) -> tuple[str, str | None, str]:
    return part.kind, part.url, (part.source or "").strip()


def _pages(evidence: Evidence, path: str | None = None) -> list[tuple[Exchange, Response]]:
    """The exchanges with a page, or with the pages at one path."""
    found = [(urlsplit(pair[0].request.url).path, pair) for pair in answered(evidence)]
    return [
        pair
        for at, pair in found
        if (at == path and pair[0].request.url.startswith(PAGE))
        or (path is None and (pair[1].status >= 400 or not _is_file(at)))
    ]


def _is_file(path: str) -> bool:
    return path.endswith((".js", ".css"))


def _own_files(evidence: Evidence) -> dict[str, Response]:
    return {each.request.url: response for each, response in answered(evidence)}


def _shown(part: Part, beside: str = "") -> str:
    """A part in a sentence: without its nonce, which differs, or its address where it follows."""
    thing = (part.url or (part.source or "").strip()).removeprefix(SHOP)
    short = thing if len(thing) <= 70 else f"{thing[:66]}…"
    short = " ".join(short.split())
    return NAMES[part.kind] + (f" {short}" if not (part.url and thing in beside) else "")


def _why(verdict: Verdict) -> str:
    why = verdict.why.rstrip(".")
    return why.replace("Nothing governs", "nothing governs", 1)
