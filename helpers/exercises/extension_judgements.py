"""What must hold of responses that an extension protects: their fields, and their frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from helpers.exchange import Exchange, Request, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered, by_https
from helpers.exercises.arrivals import EVIL
from helpers.exercises.each_response import cannot_be_framed_by, every_response
from helpers.exercises.extension_policies import BARE, Where, pages, placed, told
from helpers.exercises.extension_shops import (
    OTHER,
    OTHER_SENT,
    OWN,
    SENT,
    TOLD_BEFORE,
)
from helpers.exercises.https_judgements import unforged
from helpers.exercises.named_sites import elsewhere
from helpers.framing import may_frame
from helpers.page import policy_of


def on_each(judge_one: Callable[[Request, Response], str | None]) -> Judgement:
    """No response by https gives that judge a reason to complain; it is told the host too."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        for exchange, response in answered(evidence):
            alone = Evidence(exchanges=(Exchange(exchange.request, response),))
            shown = by_https(exchange) and not 300 <= response.status < 400
            if shown and (why := every_response(judge_one)(alone, before)):
                return why.replace(str(exchange.request), placed(exchange.request), 1)
        return None

    return judge


def sends(wanted: dict[str, str], hosts: Sequence[str]) -> Judgement:
    """Every response of these hosts has just these headers, but what a view sends itself."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in answered(evidence):
            url = urlsplit(exchange.request.url)
            own = OWN.get(url.path, {})
            asked = {name: value for name, value in wanted.items() if name not in own}
            foreign = SENT if wanted is OTHER_SENT else OTHER_SENT
            if url.hostname in hosts and (why := _lacks(asked, foreign, exchange, response)):
                return why
        return None

    return judge


def _lacks(
    wanted: dict[str, str], foreign: dict[str, str], exchange: Exchange, response: Response
) -> str | None:
    for name, value in wanted.items():
        if response.header(name) != value:
            field = response.header(name)
            sent = "none" if field is None else field or "an empty value"
            is_old = sent == TOLD_BEFORE.get(name)
            old = f", which was told before, as {name.lower()}" if is_old else ""
            if sent == foreign.get(name):
                old = ", as another SecurityHeaders was told"
            return (
                f"Expected {name}: {value or '(an empty value)'} with {told(exchange)}, "
                f"status {response.status}; it came with {sent}{old}."
            )
    return None


def nothing_of_the_other(evidence: Evidence, _before: Evidence) -> str | None:
    """What one extension was told is not sent by the apps of the other."""
    for exchange, response in answered(evidence):
        url = urlsplit(exchange.request.url)
        told_to, foreign = (OTHER_SENT, SENT) if url.hostname == OTHER else (SENT, OTHER_SENT)
        for name in foreign:
            if name not in {**told_to, **OWN.get(url.path, {})} and (sent := response.header(name)):
                of_other = ", as another SecurityHeaders was told" if sent == foreign[name] else ""
                return (
                    f"Expected {told(exchange)} without {name}, which its SecurityHeaders was not "
                    f"told to send; it came with {sent}{of_other}."
                )
    return None


def keeps_its_own(evidence: Evidence, _before: Evidence) -> str | None:
    """The views that send headers themselves still send them."""
    for exchange, response in answered(evidence):
        own = OWN.get(urlsplit(exchange.request.url).path, {})
        for name, value in own.items():
            if why := _lacks({name: value}, {}, exchange, response):
                return f"{why} The view itself sends {value or 'an empty value'}."
    return None


def other_headers_stay(evidence: Evidence, before: Evidence) -> str | None:
    """The app's own hook and views still send what they sent, and nobody sends anything more."""
    for (exchange, now), (_, then) in zip(answered(evidence), answered(before), strict=True):
        had, has = _not_told(then), _not_told(now)
        if lost := [name for name in had if has.get(name) != had[name]]:
            return (
                f"Expected {told(exchange)} to have {lost[0]}: {had[lost[0]]}, which the app sends "
                f"itself; it has {has.get(lost[0]) or 'none'}."
            )
        if more := [name for name in has if name not in had]:
            return (
                f"Expected {told(exchange)} with what update_header was told, and no other header "
                f"of yours; it came with {more[0]}: {has[more[0]]}."
            )
    return None


def _not_told(response: Response) -> dict[str, str]:
    """The fields that no extension was told to send, but those that a clock or a set writes."""
    named = {name.lower() for name in (*SENT, *OTHER_SENT, "Date", "Allow")}
    fields = {name.title() for name, _ in response.headers if name.lower() not in named}
    return {name: response.header(name) or "" for name in sorted(fields)}


def in_the_open(evidence: Evidence, _before: Evidence) -> str | None:
    """No cookie is set by http: the view has run, and its cookie went in plain text."""
    for exchange, response in answered(evidence):
        if not by_https(exchange) and unforged(exchange) and response.all("Set-Cookie"):
            return (
                f"Expected {told(exchange)} to be sent on before its view runs; it sets a cookie, "
                "in plain text."
            )
    return None


def framed_only_by(*others: str) -> Judgement:
    """Neither evil.test nor a site that a policy names, but these, shows the pages in a frame."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in pages(evidence):
            url = exchange.request.url
            named = elsewhere(policy_of(response, url), "frame-ancestors", [url, *others])
            for embedder in (EVIL, *named, *(f"https://{host}" for host in BARE)):
                place = embedder.rstrip("/")
                if why := cannot_be_framed_by(place, exchange.request, response):
                    return why.replace(str(exchange.request), placed(exchange.request), 1)
        return None

    return judge


def framed_by(embedder: str, wanted: bool, where: Where) -> Judgement:
    """A page of that origin may show those pages in a frame, or may not."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in pages(evidence, where):
            framing = may_frame(response, exchange.request.url, embedder + "/")
            if framing.allowed is not wanted:
                should, does = ("show", "refuses") if wanted else ("refuse", "shows it")
                return (
                    f"Expected a browser to {should} {told(exchange)} in a frame of "
                    f"{embedder}; it {does}, because {framing.why}."
                )
        return None

    return judge


def unlike_home(path: str, judge_page: Judgement) -> Judgement:
    """The same judgement, which says besides that it is the policy of the home page."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        why = judge_page(evidence, before)
        found = {
            urlsplit(each.request.url).path: response.all("Content-Security-Policy")
            for each, response in pages(evidence)
            if each.request.method == "GET"
        }
        if why and found.get(path) == found.get("/"):
            why += (
                f" GET {path} has the same policy as GET /. A view's option "
                "content_security_policy changes it; what the view itself sends is overwritten, "
                "and what a hook sends that runs before Talisman's: the hook added last runs first."
            )
        return why

    return judge
