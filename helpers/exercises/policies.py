"""Judgements of the policies of a site's pages, and what to say of a policy that is misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers.csp import Policy, Verdict
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered
from helpers.exercises.named_sites import Thing, of_others
from helpers.exercises.of_pages import pages
from helpers.exercises.slips import slip
from helpers.page import blocked, parts, policy_of, running_code

SHOP = "https://shop.test"
CSP = "Content-Security-Policy"
_OTHER_NAMES = {
    "content-security-policy-report-only": "reports, and blocks nothing",
    "x-content-security-policy": "is an old name that no browser reads",
    "x-webkit-csp": "is an old name that no browser reads",
}


def keeps_out(*things: Thing, all_but: Iterable[str] = ()) -> Judgement:
    """No page may load any of these; nor what it names itself, but for that of some hosts."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in pages(evidence):
            policy = policy_of(response, exchange.request.url)
            for kind, url in (*things, *(of_others(policy, all_but) if all_but else ())):
                verdict = policy.allows(kind, url, page=exchange.request.url)
                if verdict:
                    wanted = f"Expected the policy of {asked(exchange)} to keep out"
                    why = because(response, verdict)
                    return f"{wanted} {as_written(kind, url)}; it lets it in. {why}"
        return None

    return judge


def lets_in(*things: Thing) -> Judgement:
    """The page at ``/`` may load each of these."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        exchange, response = answered(evidence)[0]
        policy = policy_of(response, exchange.request.url)
        for kind, url in things:
            verdict = policy.allows(kind, url, page=exchange.request.url)
            if not verdict:
                wanted = f"Expected the policy of {asked(exchange)} to allow"
                why = because(response, verdict)
                return f"{wanted} {as_written(kind, url)}; it refuses. {why}"
        return None

    return judge


def no_injected_script(evidence: Evidence, _before: Evidence) -> str | None:
    """No page runs a script that has the word in it which the request carries."""
    for exchange, response in pages(evidence):
        word = re.search("[a-p]{10}", exchange.request.url)
        ran = running_code(response, exchange.request.url, word[0]) if word else None
        if ran:
            wanted = f"Expected a browser not to run the injected {ran} of {asked(exchange)};"
            return f"{wanted} it runs. {because(response, ran.verdict)}"
    return None


def every_part_loads(evidence: Evidence, before: Evidence) -> str | None:
    """A page that nothing was injected into loads all its parts."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        url = now.request.url
        if now.response is None or then.response is None or _injected(url):
            continue
        if len(parts(now.response, url)) < len(parts(then.response, url)):
            return f"Expected {asked(now)} to have the parts it had before; some are gone."
        for part in blocked(now.response, url):
            wanted = f"Expected {part} of {asked(now)} to load;"
            return f"{wanted} a browser refuses it. {because(now.response, part.verdict)}"
    return None


def as_written(kind: str, url: str) -> str:
    """An address and the directive that is about it, as a learner writes it."""
    return f"{url} ({kind}-src)"


def asked(exchange: Exchange) -> str:
    """The request, without what was injected, and the status where it is an error."""
    url = exchange.request.url
    path = url.removeprefix(SHOP).partition("?")[0]
    failed = exchange.response is not None and exchange.response.status >= 400
    return "GET /no-such-page (404)" if failed else f"GET {path}"


def because(response: Response, verdict: Verdict) -> str:
    """Why a browser decided so, and what of the header it does not take as it was meant."""
    sent = policy_of(response, SHOP + "/")
    if not sent.directive_sets and not sent.ignored:
        for field, _ in response.headers:
            if what := _OTHER_NAMES.get(field.lower()):
                return f"{field} {what}."
        return "No Content-Security-Policy header came with it."
    note = slip(sent) or _replaced(sent, verdict)
    if not note and len(sent.directive_sets) > 1 and not verdict:
        note = "A second header, or a comma, makes a second policy, and a thing must pass both."
    return f"{verdict.why} {note}".strip()


def _replaced(policy: Policy, verdict: Verdict) -> str:
    """That a directive takes nothing from default-src, where it has not all that is there."""
    if verdict.policy is None or verdict.directive is None:
        return ""
    directives = policy.directive_sets[verdict.policy]
    fallback = {*directives.get("default-src", ())} - {"'none'", *directives[verdict.directive]}
    if not fallback:
        return ""
    lost = " ".join(sorted(fallback))
    return f"{verdict.directive} replaces default-src, and does not take {lost} from it."


def _injected(url: str) -> bool:
    return "%3C" in url
