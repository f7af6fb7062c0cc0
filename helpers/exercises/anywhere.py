"""Judgements that exercises of every lesson share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, takewhile
from urllib.parse import unquote, urljoin, urlsplit

from helpers.exchange import Exchange, Request, Response, of_browser
from helpers.exercises import Evidence, Judgement
from helpers.exercises.in_words import told
from helpers.sniffing import opens_as_page

SENT_ONCE = (
    "Content-Type",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Strict-Transport-Security",
    "Referrer-Policy",
)
"""Fields of which a response holds one: browsers take a second for nonsense, or ignore it."""

LISTED = (
    "Content-Security-Policy",
    "Content-Security-Policy-Report-Only",
    "Permissions-Policy",
    "Cache-Control",
    "Clear-Site-Data",
)
"""Fields of which a response may hold several: each counts, as in one list (RFC 9110, 5.3)."""


def same_statuses(evidence: Evidence, before: Evidence) -> str | None:
    """Every request is answered with the status it was answered with before."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        wanted = then.response.status if then.response else None
        if now.response is None or now.response.status != wanted:
            return f"Expected {told(now.request)} to answer {wanted}, as before; {happened(now)}."
    return None


def same_bodies(evidence: Evidence, before: Evidence) -> str | None:
    """Every request is answered with the status and body it was answered with; pages stay pages.

    A nonce is new in every response: its value does not count. Nobody sees the body of a redirect.
    """
    if why := same_statuses(evidence, before):
        return why
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        if not now.response or not then.response:
            continue
        shown, was = without_nonces(now.response), without_nonces(then.response)
        if shown.body != was.body and not 300 <= was.status < 400:
            return f"Expected {now.request}, status {was.status}, to {shows_instead(was, shown)}."
        if now.request.method in ("GET", "POST"):
            if why := leads_elsewhere(now.request, now.response, then.response):
                return why
            if spoilt := misread(now.response, then.response):
                return f"Expected {now.request} to be shown as before; {spoilt}."
            if spoilt := opened_up(now, then.response):
                return f"Expected {told(now.request)} to work as before; {spoilt}."
            if then.response.header("Content-Type") and not now.response.header("Content-Type"):
                return f"Expected {now.request} to keep its Content-Type; it has none."
            opens = opens_as_page(now.response)
            if opens_as_page(then.response) and not opens:
                return f"Expected {now.request} to open as the page it was; now {opens.why}."
    return None


def misread(now: Response, then: Response) -> str | None:
    """Why a browser cannot read the body that came, by a field that came in addition."""
    for name in ("Content-Encoding", "Transfer-Encoding"):
        if now.header(name) not in (None, then.header(name)):
            return f"it has {name}: {now.header(name)} now, and bodies are to stay as they are"
    length = now.header("Content-Length")
    if length not in (None, then.header("Content-Length"), str(len(now.body))):
        return f"it has Content-Length: {length}, and its body has {len(now.body)} bytes"
    return None


_OPENED_UP = {
    "Access-Control-Allow-Origin": (
        r"\*|null|evil\.test",
        "a script of another site can read the page",
    ),
    "Clear-Site-Data": (r'"(cookies|storage|\*)"', "a browser forgets what the visitor has there"),
}


def opened_up(now: Exchange, then: Response) -> str | None:
    """What gives a page away, or its visitor's data up, by a field that came in addition.

    Where a visitor logs out, that is meant.
    """
    logs_out = urlsplit(now.request.url).path == "/logout"
    for name, (word, why) in _OPENED_UP.items():
        value = now.response.header(name) if now.response else None
        meant = logs_out and name == "Clear-Site-Data"
        if value and re.search(word, value.lower()) and not then.header(name) and not meant:
            return f"it sends {name}: {value}, so {why}"
    return None


BEFORE, IN_ALL = 10, 60
"""Characters that are told of a body before it differs, and in all."""


def shows_instead(then: Response, now: Response) -> str:
    """What was shown and what is instead, from a little before they differ, for a sentence."""
    texts = (then.text, now.text)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False))
    start = max(0, sum(1 for _ in alike) - BEFORE)
    was, shown = (
        "…" * (start > 0) + each[start : start + IN_ALL] + "…" * (len(each) > start + IN_ALL)
        for each in texts
    )
    return f"show {was!r}, as before; it shows {shown!r}"


def leads_elsewhere(request: Request, now: Response, then: Response) -> str | None:
    """Where a response leads a browser, if it did not do so before."""
    for name in ("Location", "Refresh"):
        place, before = (each.header(name) for each in (now, then))
        if len({each and urljoin(request.url, each) for each in (place, before)}) > 1:
            return (
                f"Expected {request} to lead where it led before, {before or 'nowhere'}; "
                f"it has {name}: {place or 'none'}."
            )
    return None


def no_duplicates(evidence: Evidence, _before: Evidence) -> str | None:
    """No response holds a single-valued security header twice, nor one of a list's values."""
    for exchange, response in answered(evidence):
        for name in (*SENT_ONCE, *LISTED):
            values = response.all(name)
            if len(values) > (1 if name in SENT_ONCE else len({*values})):
                sent = " and ".join(each if len(each) < 70 else f"{each[:60]}…" for each in values)
                asked = f"{exchange.request.method} {exchange.request.url}"
                spelt = {field for field, _ in response.headers if field.lower() == name.lower()}
                how = f", as {' and '.join(sorted(spelt))}" if len(spelt) > 1 else ""
                return (
                    f"Expected {name} once; {asked} is answered with it twice{how}: {sent}. "
                    "Something adds it to a response that has it."
                )
    return None


def only(wanted: Callable[[Exchange], bool], judge: Judgement) -> Judgement:
    """The same judgement, of these exchanges."""

    def judge_these(evidence: Evidence, before: Evidence) -> str | None:
        now, then = (
            Evidence(exchanges=tuple(filter(wanted, each.exchanges))) for each in (evidence, before)
        )
        return judge(now, then)

    return judge_these


_NONCE_SOURCE = re.compile(r"(?<='nonce-)[^']*(?=')")
_NONCE_ATTRIBUTE = re.compile(rb"""(?<=\snonce=)("[^"]*"|'[^']*'|[^\s>"']+)""")


def nonces_of(policy: str) -> list[str]:
    """The nonces that the text of a policy names, however they are spelt."""
    return _NONCE_SOURCE.findall(policy)


def without_nonces(response: Response) -> Response:
    """The same response, its nonces' values left out: a fresh one is no change to the page."""
    fields = tuple((name, _NONCE_SOURCE.sub("", value)) for name, value in response.headers)
    return replace(response, headers=fields, body=_NONCE_ATTRIBUTE.sub(b'"..."', response.body))


def repeated_nonce(evidence: Evidence) -> tuple[str, Exchange] | None:
    """A nonce that two policies of different responses name (CSP Level 3, section 7.1).

    With it, the later of the two exchanges.
    """
    seen: set[str] = set()
    for exchange, response in answered(evidence):
        if repeated := sorted(counted_nonces(response) & seen):
            return repeated[0], exchange
        seen |= counted_nonces(response)
    return None


def fresh_nonces(evidence: Evidence) -> set[str]:
    """The nonces that the policy of one response names, and of no other."""
    times = Counter(chain(*(named_nonces(response) for _, response in answered(evidence))))
    return {nonce for nonce, number in times.items() if number == 1}


def named_nonces(response: Response) -> set[str]:
    return set(nonces_of(response.header("Content-Security-Policy") or ""))


def counted_nonces(response: Response) -> set[str]:
    """The same, but an empty one only where there is a page that could lack it."""
    opens = opens_as_page(response) and not response.header("Location")
    return named_nonces(response) - (set() if opens else {""})


def by_https(exchange: Exchange) -> bool:
    """Whether it was asked by https."""
    return exchange.request.url.startswith("https:")


def by_browser(exchange: Exchange) -> bool:
    """Whether a browser asked: ``curl``, which names itself, runs, shows and notes nothing."""
    return of_browser(exchange.request)


def is_sent_on(exchange: Exchange) -> bool:
    """Whether it was asked by http, and leads to the same address by https."""
    scheme, _, address = exchange.request.url.partition(":")
    response = exchange.response
    leads = response.header("Location") if response and 300 <= response.status < 400 else None
    return scheme == "http" and unquote(leads or "") == unquote(f"https:{address}")


def all_of(*judgements: Judgement) -> Judgement:
    """The first complaint of several judgements."""
    return lambda evidence, before: next(
        filter(None, (judge(evidence, before) for judge in judgements)), None
    )


def answered(evidence: Evidence) -> list[tuple[Exchange, Response]]:
    """The exchanges in which a response came."""
    return [(each, each.response) for each in evidence.exchanges if each.response]


def happened(exchange: Exchange) -> str:
    """What came of an exchange, to put into a sentence."""
    raised = f" ({exchange.raised})" if exchange.raised else ""
    status = exchange.response.status if exchange.response else "nothing"
    return f"it answered {status}{raised}{_led(exchange)}"


def _led(exchange: Exchange) -> str:
    """Where a redirect leads, or the empty string."""
    response, url = exchange.response, exchange.request.url
    place = response.header("Location") if response and 300 <= response.status < 400 else None
    if not place:
        return ""
    return f" to {place}" + ", the same address" * (urljoin(url, place) == url)
