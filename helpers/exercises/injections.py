"""Attacks on a page by the words it repeats: code in them, a nonce in them, a ``<base>`` in them.

An attack is judged twice: as the app answers it, and put by us where the words of a page stand,
so that an app which only escapes its words is held to its policy too.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from helpers.caching import may_be_shared
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence
from helpers.exercises.anywhere import answered, nonces_of
from helpers.exercises.in_words import asked, cut
from helpers.exercises.javascript import Code
from helpers.exercises.named_sites import elsewhere, named
from helpers.exercises.nonce_shops import ATTACKS, GUEST, TEMPLATE, words_of, written
from helpers.exercises.nonces import guessable, why_known
from helpers.exercises.policies import or_of_another, why_so
from helpers.origin import same_origin
from helpers.page import Part, parts, policy_of, running_code
from helpers.sniffing import runs_as_script

_TEXT_ONLY = re.compile(r"(<script\b.*?</script>|<title\b.*?</title>)", re.DOTALL | re.IGNORECASE)


class Page(NamedTuple):
    """A page with plain words in it."""

    exchange: Exchange
    response: Response
    words: str

    @property
    def url(self) -> str:
        return self.exchange.request.url

    def with_words(self, markup: str) -> Response:
        """The same page, with this markup where the words stand; in a script they are no markup."""
        pieces = _TEXT_ONLY.split(self.response.text)
        shown = next((at for at in range(0, len(pieces), 2) if self.words in pieces[at]), None)
        if shown is None:
            pieces.append(markup)
        else:
            pieces[shown] = pieces[shown].replace(self.words, markup, 1)
        return replace(self.response, body="".join(pieces).encode())

    def __str__(self) -> str:
        return asked(self.exchange)


def pages(evidence: Evidence) -> list[Page]:
    """Those that were asked with plain words; files and attacks are not among them."""
    return [page for page in _every(evidence) if not page.url.startswith("http:")]


def _by_http(evidence: Evidence) -> list[Page]:
    """Those that came in plain text; what leads on to https is none."""
    every = [page for page in _every(evidence) if page.url.startswith("http:")]
    return [page for page in every if not 300 <= page.response.status < 400]


def _every(evidence: Evidence) -> list[Page]:
    every = [Page(each, got, words_of(each.request)) for each, got in answered(evidence)]
    return [page for page in every if page.words.isalpha()]


def nonces(response: Response) -> set[str]:
    """The nonces anybody sees who gets this response: in its policies and in its tags."""
    sent = " ".join(response.all("Content-Security-Policy"))
    return {
        *nonces_of(sent + response.text),
        *re.findall(r"nonce=[\"']?([\w+/=-]+)", response.text),
    }


def opens(page: Page, nonce: str) -> Part | None:
    """The attacker's script, if it runs in the page with this nonce."""
    code = f"opened{page.words}"
    return running_code(page.with_words(f'<script nonce="{nonce}">{code}</script>'), page.url, code)


def no_injected_code(evidence: Evidence, before: Evidence) -> str | None:
    """Code of an attacker's does not run: by the policy alone, and as the app answers it."""
    return (
        _by_the_policy(evidence)
        or _of_a_named_site(evidence)
        or _of_a_file_that_repeats(evidence)
        or _as_answered(evidence)
        or _copied_handler(evidence, before)
    )


def _by_the_policy(evidence: Evidence) -> str | None:
    for page in (*pages(evidence), *_by_http(evidence)):
        for what, attack in ATTACKS.items():
            name = f"attack{page.words}"
            if ran := _running(page.with_words(attack.replace("{}", name)), page.url, name):
                why = or_of_another(why_so(page.response, ran.verdict), evidence)
                wanted = f"Expected the policy of {page} to stop {what} in the words"
                return f"{wanted}, even if escaping fails; it lets it run. {why}"
    return None


def _of_a_named_site(evidence: Evidence) -> str | None:
    """A site that the policy names has files of other people's."""
    for page in pages(evidence):
        own = urlsplit(page.url).hostname or ""
        for url in named(policy_of(page.response, page.url), "script"):
            host = urlsplit(url).hostname or ""
            if host == own or host.endswith(f".{own}"):
                continue
            if running_code(page.with_words(f"<script src={url}></script>"), page.url, url):
                return (
                    f"Expected no file of another site to run in {page}; {url} in a script tag "
                    "in the words runs: the policy names that site, and the page needs none."
                )
    return None


def _of_a_file_that_repeats(evidence: Evidence) -> str | None:
    """A file that writes its query into its code runs whatever a tag asks it for."""
    for exchange, response in answered(evidence):
        url, _, query = exchange.request.url.partition("?")
        word = query.rpartition("=")[2].removeprefix("%0A")
        if not url.endswith(".js") or not word or not runs_as_script(response):
            continue
        if Code(response.text).says(word):
            for page in pages(evidence):
                markup = f"<script src={exchange.request.url}></script>"
                if running_code(page.with_words(markup), page.url, word):
                    return (
                        f"Expected {asked(exchange)} not to write its query into its code; it "
                        f"does, and a tag for it in the words of {page} runs."
                    )
    return None


def _as_answered(evidence: Evidence) -> str | None:
    name = next((page.words for page in pages(evidence) if page.words != GUEST), GUEST)
    for exchange, response in answered(evidence):
        wrote = written(exchange.request)
        for what, attack in ATTACKS.items():
            text = attack.replace("{}", name)
            if text not in wrote:
                continue
            place = "basket" if f"basket={text}" in wrote else "words"
            wanted = f"Expected {what} in the {place} of {asked(exchange)}"
            if what == TEMPLATE and name[::-1] in response.text:
                return (
                    f"{wanted} to come back as text; Jinja ran it: the words are part "
                    "of the template, and can do whatever a template can."
                )
            if ran := _running(response, exchange.request.url, name):
                gave = "the app gave it the nonce" if "nonce=" in ran.tag else "it came back"
                why = why_so(response, ran.verdict)
                return f"{wanted} not to run; {gave} as {ran}, and it runs. {why}"
    return None


def _running(response: Response, url: str, name: str) -> Part | None:
    """The first script that may run and has this name in its code, or in a file's host."""
    for part in parts(response, url):
        if part.is_code and part.verdict:
            loads = part.url if part.url and not same_origin(part.url, url) else ""
            if name in loads or Code(part.source or "").says(name):
                return part
    return None


def _copied_handler(evidence: Evidence, before: Evidence) -> str | None:
    """Code of the page's own runs in any attribute, once its hash is allowed there."""
    for page, then in zip(pages(evidence), pages(before), strict=True):
        for code in _code_of(page, then):
            copy = f'<b id="{page.words}" onfocus="{escape(code)}"></b>'
            for part in parts(page.with_words(copy), page.url):
                if part.kind == "event-handler" and part.verdict and page.words in part.tag:
                    return (
                        f"Expected no attribute in the words of {page} to run, even if escaping "
                        f'fails; with the page\'s own code, <b onfocus="{cut(code)}">, it does. '
                        f"{part.verdict.why}"
                    )
    return None


def _code_of(page: Page, then: Page) -> list[str]:
    """The code of both, that of attributes first."""
    every = (*parts(page.response, page.url), *parts(then.response, then.url))
    kinds = ("event-handler", "inline-script")
    found = {(kinds.index(each.kind), each.source or "") for each in every if each.kind in kinds}
    return [code for _, code in sorted(found)]


def no_seen_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """A nonce that anybody can have seen lets no script run in another response."""
    if why := _runs_without_nonce(evidence):
        return why
    seen: set[str] = set()
    for page in pages(evidence):
        if may_be_shared(page.response):
            seen |= nonces(page.response)
        for nonce in sorted(seen):
            if opens(page, nonce):
                why = _SHARED if may_be_shared(page.response) else why_known(nonce, evidence)
                return (
                    f"Expected a nonce that was seen to open nothing; '{nonce}' lets a script "
                    f"of the attacker's run in {page}: {why}"
                )
        seen |= nonces(page.response)
    return None


_SHARED = (
    "a cache may keep the page and give the same nonce to everybody. A page that caches may keep "
    "takes a hash instead."
)


def _runs_without_nonce(evidence: Evidence) -> str | None:
    for page in pages(evidence):
        if ran := opens(page, ""):
            why = why_so(page.response, ran.verdict)
            return f"Expected {page} to run no script that is not its own; a bare tag runs. {why}"
    return None


def no_guessable_nonce(evidence: Evidence, _before: Evidence) -> str | None:
    """The nonces that open a page have 128 bits, and most of their characters differ."""
    if why := _runs_without_nonce(evidence):
        return why
    working = [
        (str(page), nonce)
        for page in pages(evidence)
        for nonce in sorted(nonces(page.response))
        if opens(page, nonce)
    ]
    return guessable(working)


def no_moved_base(evidence: Evidence, _before: Evidence) -> str | None:
    """A ``<base>`` where the words stand lets no script come from the attacker's site."""
    for page in pages(evidence):
        named_too = elsewhere(policy_of(page.response, page.url), "base-uri", [page.url])
        there = {part.url for part in parts(page.response, page.url)}
        for evil in (f"https://{page.words}.test/", *named_too):
            if why := _moved_by(evil, page, there):
                return why
    return None


def _moved_by(evil: str, page: Page, there: Container[str | None]) -> str | None:
    """That a script of the page would come from evil, after a ``<base>`` for it in the words.

    ``there`` are the addresses of the page's own parts.
    """
    every = parts(page.with_words(f"<base href={evil}>"), page.url)
    why = next(
        (why_so(page.response, part.verdict) for part in every if part.kind == "base-uri"), ""
    )
    for part in every:
        moved = part.url not in there and same_origin(part.url or "", evil)
        if part.kind == "script" and part.verdict and moved:
            return (
                f"Expected a <base href={evil}> in the words of {page} to move no script, even if "
                f"escaping fails; {part} would come from there. {why}"
            )
    return None


def no_upload_runs(evidence: Evidence, _before: Evidence) -> str | None:
    """A script tag where the words stand runs no file that a guest has uploaded."""
    uploads = [got for each, got in answered(evidence) if "/uploads/" in each.request.url]
    if uploads and not any(map(runs_as_script, uploads)):
        return None
    for page in pages(evidence):
        markup = "<script src=/uploads/mine.js></script>"
        if ran := running_code(page.with_words(markup), page.url, "/uploads/mine.js"):
            why = why_so(page.response, ran.verdict)
            wanted = f"Expected {page} to run no uploaded file, even if escaping fails;"
            return f"{wanted} it runs {ran}. {why}"
    return None
