"""Attacks on a page by the words it repeats: code in them, a nonce in them, a ``<base>`` in them.

An attack is judged twice: as the app answers it, and put by us where the words of a page stand,
so that an app which only escapes its words is held to its policy too.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from html import escape
from typing import NamedTuple

from helpers.caching import may_be_shared
from helpers.csp import Policy
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence
from helpers.exercises.anywhere import answered
from helpers.exercises.nonce_shops import ATTACKS, GUEST, words_of
from helpers.page import Part, parts, running_code

NONCE_BITS = 128
"""How long a nonce should be (CSP Level 3, section 7.1)."""


class Page(NamedTuple):
    """A page with plain words in it."""

    exchange: Exchange
    response: Response
    words: str

    @property
    def url(self) -> str:
        return self.exchange.request.url

    def with_words(self, markup: str) -> Response:
        """The same page, with this markup where the words stand."""
        body = self.response.text.replace(self.words, markup, 1)
        return replace(self.response, body=body.encode())

    def __str__(self) -> str:
        where = "/" if "?q=" in self.url or self.words == GUEST else "/no-such-page"
        return f"GET {where} ({self.response.status})"


def pages(evidence: Evidence) -> list[Page]:
    """Those that were asked with plain words; files and attacks are not among them."""
    every = [Page(each, got, words_of(each.request)) for each, got in answered(evidence)]
    return [page for page in every if page.words.isalpha()]


def nonces(response: Response) -> set[str]:
    """The nonces anybody sees who gets this response: in its policies and in its tags."""
    sent = " ".join(response.all("Content-Security-Policy"))
    return {
        *re.findall(r"'nonce-([^']+)'", sent + response.text),
        *re.findall(r"nonce=[\"']?([\w+/=-]+)", response.text),
    }


def opens(page: Page, nonce: str) -> Part | None:
    """The attacker's script, if it runs in the page with this nonce."""
    code = f"opened{page.words}"
    return running_code(page.with_words(f'<script nonce="{nonce}">{code}</script>'), page.url, code)


def no_injected_code(evidence: Evidence, before: Evidence) -> str | None:
    """Code of an attacker's does not run: by the policy alone, and as the app answers it."""
    return _by_the_policy(evidence) or _as_answered(evidence) or _copied_handler(evidence, before)


def _by_the_policy(evidence: Evidence) -> str | None:
    for page in pages(evidence):
        for what, attack in ATTACKS.items():
            name = f"attack{page.words}"
            if ran := running_code(page.with_words(attack.format(name)), page.url, name):
                why = _why(ran, page.response)
                return f"Expected {what} in the words of {page} not to run; it runs. {why}"
    return None


def _as_answered(evidence: Evidence) -> str | None:
    for exchange, response in answered(evidence):
        words = words_of(exchange.request)
        for what, attack in ATTACKS.items():
            opening, closing = attack.split("{}")
            if not (words.startswith(opening) and words.endswith(closing)):
                continue
            name = words.removeprefix(opening).removesuffix(closing)
            if ran := running_code(response, exchange.request.url, name):
                gave = "the app gave it the nonce" if "nonce=" in ran.tag else "it came back"
                return f"Expected {what} in the words not to run; {gave} as {ran}, and it runs."
    return None


def _copied_handler(evidence: Evidence, before: Evidence) -> str | None:
    """A handler of the page's own runs in any attribute, once its hash is allowed."""
    for page, then in zip(pages(evidence), pages(before), strict=True):
        for code in sorted(_handlers(page) | _handlers(then)):
            copy = f'<b id="{page.words}" onfocus="{escape(code)}"></b>'
            for part in parts(page.with_words(copy), page.url):
                if part.kind == "event-handler" and part.verdict and page.words in part.tag:
                    return (
                        f"Expected no attribute in the words of {page} to run; with the page's "
                        f"own code, <b onfocus={code}>, it does. {part.verdict.why}"
                    )
    return None


def _handlers(page: Page) -> set[str]:
    every = parts(page.response, page.url)
    return {part.source or "" for part in every if part.kind == "event-handler"}


def _why(ran: Part, response: Response) -> str:
    if "Nothing governs it" not in ran.verdict.why:
        return ran.verdict.why
    if response.header("Content-Security-Policy-Report-Only"):
        return "Content-Security-Policy-Report-Only reports, and blocks nothing."
    ignored = Policy(*response.all("Content-Security-Policy")).ignored
    if ignored:
        return f'The browser ignores "{ignored[0].text}": {ignored[0].why}.'
    return "No policy says anything about scripts."


def no_known_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """A nonce that anybody can have seen lets no script run in another response."""
    if why := _runs_without_nonce(evidence):
        return why
    seen: set[str] = set()
    for page in pages(evidence):
        if may_be_shared(page.response):
            seen |= nonces(page.response)
        for nonce in sorted(seen):
            if opens(page, nonce):
                return (
                    f"Expected a nonce that was seen to open nothing; '{nonce}' lets a script "
                    f"of the attacker's run in {page}, because {_how_known(page)}."
                )
        seen |= nonces(page.response)
    return None


def _how_known(page: Page) -> str:
    if may_be_shared(page.response):
        return "a cache may keep the page and give the same nonce to everybody"
    return "an earlier response had the same one"


def _runs_without_nonce(evidence: Evidence) -> str | None:
    for page in pages(evidence):
        if ran := opens(page, ""):
            why = _why(ran, page.response)
            return f"Expected {page} to run no script without its nonce; one runs. {why}"
    return None


def no_guessable_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """The nonces that open a page have 128 bits, and most of their characters differ."""
    if why := _runs_without_nonce(evidence):
        return why
    working = [
        (page, nonce)
        for page in pages(evidence)
        for nonce in sorted(nonces(page.response))
        if opens(page, nonce)
    ]
    for page, nonce in working:
        if (bits := _bits(nonce)) < NONCE_BITS:
            return (
                f"Expected a nonce of at least {NONCE_BITS} random bits; that of {page}, "
                f"'{nonce}', has room for {bits}."
            )
    return _too_alike([nonce for _, nonce in working])


def _too_alike(working: list[str]) -> str | None:
    columns = [len(set(column)) for column in zip(*working, strict=False)]
    if len(set(working)) == 1 or columns.count(1) <= len(columns) / 2:
        return None
    return (
        "Expected nonces that nobody can guess; from one response to the next only "
        f"{len(columns) - columns.count(1)} of {len(columns)} characters differ, as in "
        f"'{working[0]}' and '{working[-1]}'."
    )


def _bits(nonce: str) -> int:
    """The most random bits that this text can hold."""
    text = nonce.rstrip("=")
    symbols = 10 if text.isdecimal() else 16 if re.fullmatch("[0-9a-f]+", text) else 64
    return math.floor(len(text) * math.log2(symbols))


def no_moved_base(evidence: Evidence, _before: Evidence) -> str | None:
    """A ``<base>`` where the words stand lets no script come from the attacker's site."""
    for page in pages(evidence):
        evil = f"https://{page.words}.test/"
        for part in parts(page.with_words(f"<base href={evil}>"), page.url):
            if part.kind == "script" and part.verdict and (part.url or "").startswith(evil):
                return (
                    f"Expected a <base> in the words of {page} to move no script; {part} would "
                    "come from the attacker's site, because no base-uri forbids it."
                )
    return None


def no_upload_runs(evidence: Evidence, _before: Evidence) -> str | None:
    """A script tag where the words stand runs no file that a guest has uploaded."""
    for page in pages(evidence):
        markup = "<script src=/uploads/mine.js></script>"
        if ran := running_code(page.with_words(markup), page.url, "/uploads/mine.js"):
            why = _why(ran, page.response)
            return f"Expected {page} to run no uploaded file; it runs {ran}. {why}"
    return None
