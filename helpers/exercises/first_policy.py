"""Exercise 00-2: a first policy for a shop that writes into its pages what it is asked."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from helpers.csp import Policy, Verdict
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Exercise, Judgement, Requests, no_worse, still, stops
from helpers.exercises.anywhere import (
    all_of,
    by_browser,
    by_https,
    happened,
    is_sent_on,
    misread,
    no_duplicates,
    only,
    repeated_nonce,
    same_bodies,
)
from helpers.exercises.arrivals import SHOP
from helpers.exercises.drawn import DRAWN
from helpers.exercises.in_words import beside
from helpers.exercises.named_sites import named
from helpers.exercises.of_pages import pages, parts_of
from helpers.exercises.policies import HASH, one_script, why_so
from helpers.exercises.search_shop import attacks, search_shop
from helpers.exercises.slips import slip
from helpers.origin import origin
from helpers.sniffing import mime_type, opens_as_page

LONG = 200
"""From how many characters on a message says how long an address is."""

FOREIGN = (
    "https://evil.test/x.js",
    "https://cdn.jsdelivr.net/npm/evil/x.js",
    "data:text/javascript,1",
)
"""Scripts an attacker can provide: on a site, on a service that hosts anybody's, in the URL."""


def no_injected_inline_script(evidence: Evidence, _before: Evidence) -> str | None:
    """No page lets a script run that stands in the page itself."""
    for exchange, response, policy in _opened(evidence):
        for kind, what in (("inline-script", "a script tag"), ("event-handler", "onerror=")):
            if verdict := policy.allows(kind, page=SHOP + "/", source="steal()"):
                return (
                    f"Expected the policy of {_name(exchange)} to refuse code that an attacker "
                    f"puts into {what}; it may run. {_because(response, kind, verdict)}"
                )
    return _hash_allowed(evidence) or _nonce_known(evidence)


def _hash_allowed(evidence: Evidence) -> str | None:
    """That a page lets a script run by its hash: the shop wrote none into its pages."""
    for exchange, _response, policy in _opened(evidence):
        for found in re.findall(HASH, str(policy)):
            known = Policy(str(policy).replace(found, "nonce-known"))  # it lets in as much
            if known.allows("inline-script", page=SHOP + "/", source="steal()", nonce="known"):
                return (
                    f"Expected the policy of {_name(exchange)} to let in no script that stands in "
                    f"the page; {one_script(found)}"
                )
    return None


def _nonce_known(evidence: Evidence) -> str | None:
    """That an attacker can put a script into a page with the nonce of an earlier response."""
    if repeated := repeated_nonce(evidence):
        nonce, exchange = repeated
        policy = _policy(exchange.response)
        if policy.allows("inline-script", page=SHOP + "/", source="steal()", nonce=nonce):
            return (
                f"Expected a nonce that nobody knows before; {_name(exchange)} names 'nonce-"
                f"{nonce}', as an earlier response did, so <script nonce={nonce}> may run."
            )
    return None


def no_foreign_script(evidence: Evidence, _before: Evidence) -> str | None:
    """No page lets a script run that is not one of the shop's files."""
    for exchange, response, policy in _opened(evidence):
        for url in (*FOREIGN, *filter(_is_foreign, named(policy, "script"))):
            if verdict := policy.allows("script", url, page=SHOP + "/"):
                return (
                    f"Expected the policy of {_name(exchange)} to refuse {url}; "
                    f"it may load. {_because(response, 'script', verdict)}"
                )
    return None


def _is_foreign(url: str) -> bool:
    """Whether it is of no site of the shop's own."""
    return not f".{urlsplit(url).hostname}".endswith(".shop.test")


def own_file_loads(kind: str, path: str) -> Judgement:
    """Every page may load the shop's own file at ``path``, and it is there."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
            if now.request.url == SHOP + path and not _same_file(now, then):
                wanted = f"Expected {now.request} to give the file it gave before"
                return f"{wanted}; {_instead(now, then)}."
            is_page = then.response and opens_as_page(then.response)
            if is_page and not _leads_to_https(now) and (why := _keeps_out(kind, path, now, then)):
                return why
        return None

    return judge


def _leads_to_https(page: Exchange) -> bool:
    """Whether it was asked by http, and sends the browser to the shop by https, wherever there."""
    to = page.response.header("Location") if page.response else None
    return not by_https(page) and (to or "").startswith(f"{SHOP}/")


def shows_by_http(evidence: Evidence, before: Evidence) -> str | None:
    """What is asked by http shows what it showed, or leads to the same address by https."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        if by_https(now) or is_sent_on(now):
            continue
        to = now.response.header("Location") if now.response else None
        if same_bodies(Evidence(exchanges=(now,)), Evidence(exchanges=(then,))):
            leads = f", and leads to {to}" * bool(to)
            return (
                f"Expected {_name(now)} to show what it showed, or to lead to the same address by "
                f"https; it shows something else{leads}."
            )
    return None


def _keeps_out(kind: str, path: str, page: Exchange, then: Exchange) -> str | None:
    wanted = f"Expected {_name(page)} to load {path}"
    if page.response is None or not (opens := opens_as_page(page.response)):
        why = opens.why if page.response else happened(page)
        return f"{wanted}; it opens as no page: {why}."
    if then.response and (spoilt := misread(page.response, then.response)):
        return f"{wanted}; {spoilt}."
    site = origin(page.request.url)
    tags = {each.url: each.verdict for each in parts_of(page) if each.kind == kind}
    if site + path not in tags:
        return f"{wanted}; the page that came has no tag for it."
    if verdict := tags[site + path]:
        return None
    return (
        f"Expected the policy of {_name(page)} to allow {site}{path}; "
        f"a browser refuses it. {_plain(why_so(page.response, verdict))}"
    )


def _opened(evidence: Evidence) -> list[tuple[Exchange, Response, Policy]]:
    """What opens as a page, and the policy that its header states."""
    return [(exchange, got, _policy(got)) for exchange, got in pages(evidence)]


def _policy(response: Response | None) -> Policy:
    return Policy(*response.all("Content-Security-Policy") if response else ())


def _same_file(now: Exchange, then: Exchange) -> bool:
    one, other = now.response, then.response
    if one is None or other is None:
        return False
    same_type = mime_type(one) == mime_type(other)
    return one.status == other.status and one.body == other.body and same_type


def _instead(now: Exchange, then: Exchange) -> str:
    """What came of a request for a file that it did not give as before."""
    if not (now.response and then.response) or now.response.body != then.response.body:
        return f"{happened(now)}, with something else"
    kind, was = mime_type(now.response), mime_type(then.response)
    return happened(now) + f", and its type is {kind or 'missing'}, not {was}" * (kind != was)


def _name(exchange: Exchange) -> str:
    """The request, to be asked again: a word that is drawn each time is x."""
    status = exchange.response.status if exchange.response else "no response"
    address = unquote(exchange.request.url.removeprefix(SHOP))
    shown = re.sub("  +|(very-)+", "…", re.sub(DRAWN, "x", address))
    length = len(exchange.request.url)
    long = f", an address of {length} characters" * (length > LONG)
    return f"{exchange.request.method} {shown}{beside(exchange.request)} ({status}{long})"


def _because(response: Response, kind: str, verdict: Verdict) -> str:
    """Why it may run."""
    policy = _policy(response)
    read = policy.directive_sets or policy.ignored
    if read and verdict and not any(policy.in_force(kind)):
        note = slip(policy)
        return f"No directive of it says whether this may run: default-src would. {note}".strip()
    return _plain(why_so(response, verdict))


def _plain(why: str) -> str:
    """In words of lesson 00, which knows no directive but default-src, and no source."""
    named = re.sub(r", in place of [\w-]+,", "", why)
    return named.replace("has no source that matches", "does not name")


FIRST_POLICY = Exercise(
    id="00-2",
    title="One header against injected scripts",
    answer="app",
    probe=Requests(attacks, search_shop),
    requirements=[
        stops("No injected inline script runs", no_injected_inline_script),
        stops("No injected foreign script runs", no_foreign_script),
        still(
            "The shop's own script still loads",
            only(by_browser, own_file_loads("script", "/app.js")),
        ),
        still(
            "The shop's own stylesheet still loads",
            only(by_browser, own_file_loads("style", "/style.css")),
        ),
        no_worse(
            "Every page still shows what it showed",
            all_of(only(by_https, same_bodies), shows_by_http),
        ),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "An after_request hook sees every response, the 404 too, and returns it.",
        "One row of the table of three scripts is what the shop needs: its own, and no other.",
        "Read \"What 'self' lets through\", under How it works.",
    ],
)
