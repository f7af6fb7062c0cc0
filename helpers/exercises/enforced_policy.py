"""Exercise 08-3: the step from a policy in Report-Only to an enforced one, and the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, request

from helpers.csp import Policy
from helpers.csp_parse import DirectiveSet
from helpers.exchange import Exchange, Request, Response, get
from helpers.exercises import Call, Evidence, Exercise, Judgement, no_worse, still, stops
from helpers.exercises.anywhere import all_of, answered, no_duplicates, same_bodies
from helpers.exercises.arrivals import BY_HTTP, FIREFOX, OTHER_NAME, by_link
from helpers.exercises.drawn import drawn
from helpers.exercises.in_words import asked
from helpers.exercises.named_sites import attempts
from helpers.exercises.nonces import no_known_nonce
from helpers.exercises.of_pages import no_sandbox, wanting_consent
from helpers.exercises.report_attempts import FILES, INJECTED, NEEDED, Asked, verdict_of, what_is
from helpers.exercises.report_sites import MENU, MOCHA, REPORT_URI, SHOP, Violation, report
from helpers.exercises.slips import because
from helpers.reporting import destination
from helpers.sniffing import opens_as_page

PROVEN = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https://images.test"
TRIED_AT_FIRST = f"{PROVEN}; report-uri /reports"


FREE: tuple[Asked, ...] = (
    *((kind, f"{SHOP}/x") for kind in ("connect", "font", "media", "frame", "worker")),
    ("img", "https://images.test/latte.png"),
    *(("script", f"{SHOP}/order.js"), ("style", f"{SHOP}/order.css"), ("inline-style", None)),
    ("form-action", f"{SHOP}/basket"),
    *((kind, "https://partner.test/") for kind in ("form-action", "frame-ancestors")),
)
"""What the policy that was tried has nothing against, though no page of the shop does it yet."""

BESIDE: dict[str, Asked] = {
    "img": ("img", MOCHA),
    "script": ("script", MENU),
    "inline-style": ("style-attribute", None),
}
"""Of these kinds, what the page has: where that is blocked, another requirement says so."""


def trying_shop() -> Flask:
    """The app of the exercise: it tries a policy out, and still repeats what was searched for."""
    app = Flask("shop")

    @app.get("/")
    def home() -> str:
        words = request.args.get("q", "")
        return f"""<title>Coffee</title><h1 style="color: brown">Coffee</h1><p>{words}</p>
        <script src="/menu.js"></script><img src="{MOCHA}" alt="">"""

    @app.get("/menu.js")
    def menu() -> Any:
        return "document.querySelector('h1').append(' 2 EUR')", {"Content-Type": "text/javascript"}

    @app.get("/broken")
    def fail() -> str:
        raise LookupError("no such coffee")

    @app.post("/reports")
    def collect() -> Any:
        return "", 204

    @app.after_request
    def ask_again(response: Any) -> Any:
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    @app.after_request
    def try_out(response: Any) -> Any:
        response.headers.setdefault("Content-Security-Policy-Report-Only", TRIED_AT_FIRST)
        return response

    return app


def searches(random: Random) -> Sequence[Request]:
    """The shop's page, plain and with a script in the words, errors, its script, and forms.

    By http too, and by another of the shop's names.
    """
    script = quote(f"<script>{drawn(random)}()</script>")
    paths = ("/", f"/?q={script}", f"/{drawn(random)}", f"/coffee/{drawn(random)}", "/menu.js")
    forms = [Request(method="POST", url=f"{SHOP}{path}") for path in ("/", f"/{drawn(random)}")]
    led = f"/?q={drawn(random)}&nocsp=1&debug=1&preview=1"
    long = f"/?q={script}{'x' * 2_000}&nohdr=1&csp=off"
    return [
        *map(get, (*paths, long, "/broken")),
        *forms,
        by_link(led, cookie="session=ann", user_agent=FIREFOX),
        get("/", site=BY_HTTP),
        get(f"/?q={script}", site=OTHER_NAME),
        report(REPORT_URI, Violation(f"{SHOP}/{drawn(random)}", "img-src", MOCHA)),
    ]


def _enforced(response: Response) -> Sequence[DirectiveSet]:
    """The enforced policies that block an injected script; all of them, where none does."""
    every = Policy(*response.all("Content-Security-Policy")).directive_sets
    return [
        each for each in every if not verdict_of(_alone(each), ("inline-script", None))
    ] or every


def _tried(response: Response) -> Sequence[DirectiveSet]:
    """The policies in report-only mode that would block an inline style."""
    every = Policy(*response.all("Content-Security-Policy-Report-Only")).directive_sets
    return [each for each in every if not verdict_of(_alone(each), ("style-attribute", None))]


def _alone(directives: DirectiveSet) -> Policy:
    return Policy("; ".join(" ".join((name, *value)) for name, value in directives.items()))


def _pages(evidence: Evidence, everywhere: bool = False) -> list[tuple[Exchange, Response]]:
    """What opens as a page of the shop; by http and by another name too where that counts."""
    pages = [pair for pair in answered(evidence) if pair[1].body and opens_as_page(pair[1])]
    return [pair for pair in pages if everywhere or pair[0].request.url.startswith(f"{SHOP}/")]


def nothing_injected(evidence: Evidence, _before: Evidence) -> str | None:
    """The enforced policy of every page keeps out what the page does not name."""
    for each, response in _pages(evidence, everywhere=True):
        policy = Policy(*response.all("Content-Security-Policy"))
        named = attempts(policy, Policy(PROVEN), f"{SHOP}/")
        for thing in (*INJECTED, *((kind, url or None) for kind, url in named)):
            if verdict := verdict_of(policy, thing):
                let_in = f"{what_is(*thing)} is let in. {because(policy, verdict, response)}"
                return f"Expected {asked(each)} to block what is injected; {let_in}"
    return None


def page_keeps(what: str, *needed: Asked) -> Judgement:
    """No enforced policy of the page blocks any of these."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for each, response in _pages(evidence):
            policy = Policy(*response.all("Content-Security-Policy"))
            for thing in needed:
                verdict = verdict_of(policy, thing)
                if not verdict:
                    why = because(policy, verdict, response)
                    return f"Expected {asked(each)} to keep {what}; {why}"
            if ("img", MOCHA) in needed and "img" in wanting_consent(response):
                return (
                    f"Expected {asked(each)} to keep {what}; Cross-Origin-Embedder-Policy wants "
                    f"a consent for {MOCHA}, and images.test sends none."
                )
        return None

    return judge


def enforces_what_was_tried(evidence: Evidence, _before: Evidence) -> str | None:
    """No page's enforced policy blocks what no report can have spoken of."""
    for each, response in _pages(evidence):
        policy = Policy(*response.all("Content-Security-Policy"))
        never = "of which no report spoke, as the policy in Report-Only has nothing against it"
        for thing in FREE:
            if (own := BESIDE.get(thing[0])) and not verdict_of(policy, own):
                continue
            if not (verdict := verdict_of(policy, thing)) and verdict_of(Policy(PROVEN), thing):
                return (
                    f"Expected {asked(each)} to leave {what_is(*thing)} alone, {never}; "
                    f"it is blocked. {because(policy, verdict, response)}"
                )
        if any("require-trusted-types-for" in one for one in policy.directive_sets):
            return (
                f"Expected {asked(each)} to leave scripts alone that write HTML, {never}; "
                "require-trusted-types-for stops them."
            )
    return None


KEPT = ("X-Frame-Options", "Clear-Site-Data", "Cache-Control")
"""Fields that block or delete, or that another hook of the shop's sets."""


def keeps_other_headers(evidence: Evidence, before: Evidence) -> str | None:
    """No page has such a field that it did not have, or lacks one that it had."""
    before_it = dict(zip(evidence.exchanges, before.exchanges, strict=True))
    for each, response in _pages(evidence):
        was = before_it[each].response
        for name in KEPT:
            now, then = response.header(name), was.header(name) if was else None
            if now != then:
                return (
                    f"Expected {asked(each)} to have {name}: {then or 'none'}, as before; it has "
                    f"{now or 'none'}. Here only the policies change."
                )
    return None


def next_policy_tried(evidence: Evidence, _before: Evidence) -> str | None:
    """Every page tries the enforced policy without inline styles: no less, and no more."""
    for each, response in _pages(evidence):
        policies = list(map(_alone, _tried(response)))
        if not policies:
            sent = response.header("Content-Security-Policy-Report-Only") or ""
            shops = ", which is what the shop's own hook sets" * (sent == TRIED_AT_FIRST)
            return (
                f"Expected {asked(each)} to try a policy that would block inline styles; "
                f"Content-Security-Policy-Report-Only is {sent or 'not sent'}{shops}."
            )
        every = Policy(*response.all("Content-Security-Policy-Report-Only"))
        for thing in FILES:
            if not (verdict := verdict_of(every, thing)):
                return (
                    f"Expected what {asked(each)} tries to have nothing against {thing[1]}; it "
                    f"would report it. {verdict.why}"
                )
        named = attempts(every, Policy(PROVEN), each.request.url)
        for attack in (*INJECTED, *((kind, url or None) for kind, url in named)):
            if verdict := verdict_of(every, attack):
                return (
                    f"Expected what {asked(each)} tries to block all that is blocked today; once "
                    f"enforced, it would let in {what_is(*attack)}. {because(every, verdict)}"
                )
    return None


def reports_arrive(
    which: Callable[[Response], Sequence[DirectiveSet]], name: str, absent: str
) -> Judgement:
    """Reports of these policies go to the shop's own collector."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for each, response in _pages(evidence):
            found = [destination(one, response, each.request.url) for one in which(response)]
            urls = [url for place in found for url in place.urls]
            if f"{SHOP}/reports" not in (url.partition("?")[0] for url in urls):
                why = found[0].why if found else absent
                if any(urlsplit(url).path.endswith("/reports") for url in urls):
                    why += ": begin it with a slash"
                return f"Expected reports of the {name} policy of {asked(each)} at /reports; {why}."
            for url in urls:
                if not url.startswith(f"{SHOP}/"):
                    return (
                        f"Expected reports of {asked(each)} at /reports alone; {url} gets them too."
                    )
        return None

    return judge


ENFORCED = Exercise(
    id="08-3",
    title="Enforce the proven, try the next",
    answer="enforce",
    probe=Call(searches, trying_shop),
    requirements=[
        stops("Nothing injected runs or loads any more", all_of(nothing_injected, no_known_nonce)),
        stops(
            "Reports of the enforced policy arrive",
            reports_arrive(_enforced, "enforced", "no policy is enforced"),
        ),
        stops("The next policy is tried on every page", next_policy_tried),
        stops(
            "Reports of the next policy arrive",
            reports_arrive(_tried, "next", "no policy in Report-Only would block inline styles"),
        ),
        still(
            "The page keeps its inline style",
            page_keeps("its inline style", ("style-attribute", None)),
        ),
        still(
            "The shop's script and its pictures load",
            page_keeps("its script and its picture", *NEEDED),
        ),
        no_worse(
            "Every page answers as it did",
            all_of(same_bodies, no_sandbox, enforces_what_was_tried, keeps_other_headers),
        ),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "Two headers, and each holds a policy of its own. Which of the two may block?",
        "The shop's hook uses setdefault and runs after yours. And where do the reports of a "
        "policy go that names no place for them?",
        'Read "Both headers at once", under Mistakes people make.',
    ],
)
