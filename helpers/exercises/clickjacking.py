"""Lesson 03, clickjacking: who may show a page in a frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from helpers.csp import Policy
from helpers.exchange import Exchange, Request, Response, get
from helpers.exercises import (
    Call,
    Evidence,
    Exercise,
    Judgement,
    Requests,
    Value,
    no_worse,
    still,
    stops,
)
from helpers.exercises.anywhere import (
    all_of,
    answered,
    happened,
    no_duplicates,
    same_bodies,
    same_statuses,
)
from helpers.exercises.named_sites import elsewhere
from helpers.exercises.of_pages import outside_stays_out
from helpers.exercises.policies import CSP, no_more_than
from helpers.framing import may_frame

SHOP = "https://shop.test"
PARTNER = "https://partner.test"
EVIL = "https://evil.test"
LOOKALIKE = "https://partner.test.evil.test"
TRYING = (EVIL, LOOKALIKE, PARTNER, SHOP)


def no_page_framed_by(*embedders: str) -> Judgement:
    """No response of a page may be shown in a frame by any of these origins."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        every = (_shown_by(embedders, *page) for page in _pages(evidence))
        return next(filter(None, every), None)

    return judge


def framed_by_none_but(*origins: str) -> Judgement:
    """No other origin may show a page in a frame, whoever tries and whatever the policy names."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        others = [each for each in TRYING if each not in origins]
        for exchange, response in _pages(evidence):
            policy = Policy(*response.all(CSP))
            named = [url.rstrip("/") for url in elsewhere(policy, "frame-ancestors", origins)]
            if why := _shown_by((*others, *named), exchange, response):
                return why
        return None

    return judge


def _shown_by(embedders: Sequence[str], exchange: Exchange, response: Response) -> str | None:
    for embedder in embedders:
        if framing := may_frame(response, exchange.request.url, embedder + "/"):
            return (
                f"Expected a browser to refuse {exchange.request} in a frame of "
                f"{embedder}; it shows it, because {framing.why}."
            )
    return None


def framed_by(embedder: str, path: str) -> Judgement:
    """The responses to requests whose path begins with ``path`` may be framed by that origin."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in answered(evidence):
            url = exchange.request.url
            if not url.startswith(SHOP + path):
                continue
            wanted = f"Expected {embedder} to show {exchange.request} in a frame;"
            if response.status != 200:
                return f"{wanted} {happened(exchange)}."
            framing = may_frame(response, url, embedder + "/")
            if not framing:
                return f"{wanted} a browser refuses, because {framing.why}."
        return None

    return judge


def _pages(evidence: Evidence) -> list[tuple[Exchange, Response]]:
    """A redirect shows no page: the response it leads to decides."""
    return [pair for pair in answered(evidence) if not 300 <= pair[1].status < 400]


def widget_shop() -> Flask:
    """The app of exercise 1: two pages, a widget, and a header from an old blog post."""
    app = Flask("widget_shop")

    @app.get("/")
    def home() -> str:
        return "<h1>Shop</h1>"

    @app.get("/account")
    def account() -> str:
        return "<h1>Your account</h1><button>Delete my account</button>"

    @app.get("/widget")
    def widget() -> str:
        return "<p>Coffee, 4 EUR</p><button>Put in basket</button>"

    @app.after_request
    def frame_options(response: Any) -> Any:
        response.headers["X-Frame-Options"] = f"ALLOW-FROM {PARTNER}"
        return response

    return app


ONE_PARTNER = Exercise(
    id="03-1",
    title="Let one partner in, and nobody else",
    answer="app",
    probe=Requests([get("/"), get("/account"), get("/widget"), get("/no-such-page")], widget_shop),
    requirements=[
        stops("No page can be framed by evil.test", no_page_framed_by(EVIL)),
        stops(
            "No other site than partner.test can frame a page", framed_by_none_but(PARTNER, SHOP)
        ),
        still("partner.test can frame /widget", framed_by(PARTNER, "/widget")),
        no_worse("Every page still answers as it did", same_bodies),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "What does the browser do with the header the app sends now? Run the table of values "
        "that fail open, and look for ALLOW-FROM.",
        "X-Frame-Options knows nobody, or the site itself. Which of the two headers can name "
        "another site?",
        'Read "frame-ancestors names who may", under How it works.',
    ],
)


BROKEN: dict[str, dict[str, str]] = {
    "a": {"X-Frame-Options": "'DENY'"},
    "b": {"X-Frame-Options": "SAMEORGIN"},
    "c": {"Content-Security-Policy": "frame-src 'none'"},
    "d": {"Content-Security-Policy": "frame-ancestors self"},
    "e": {"Content-Security-Policy": "frame-ancestors https://*.partner.test"},
    "f": {"X-Frame-Options": "DENY", "Content-Security-Policy": "frame-ancestors *"},
}
"""The six broken answers exercise 2 starts from."""

EMBEDDERS = {"shop.test itself": SHOP, "partner.test": PARTNER, "evil.test": EVIL}


def framed_only_by(letter: str, *wanted: str) -> Judgement:
    """With the headers the answer gives for ``letter``, exactly these may frame the page."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        headers = evidence.value.get(letter) if isinstance(evidence.value, dict) else None
        if not isinstance(headers, dict):
            return f'Expected fixed["{letter}"] to be a dict of header names and values.'
        response = Response(headers=tuple((name, str(value)) for name, value in headers.items()))
        for name, embedder in EMBEDDERS.items():
            framing = may_frame(response, SHOP + "/", embedder + "/")
            if bool(framing) is not (name in wanted):
                should, does = ("show", "refuses") if name in wanted else ("refuse", "shows it")
                return (
                    f"Expected a browser to {should} the page in a frame of {name}; "
                    f"it {does}, because {framing.why}."
                )
        return None

    return judge


SIX_VALUES = Exercise(
    id="03-2",
    title="Headers for six wishes",
    answer="fixed",
    probe=Value(given=BROKEN),
    requirements=[
        stops("a: nobody may frame the page", framed_only_by("a")),
        stops("b: only shop.test itself may", framed_only_by("b", "shop.test itself")),
        stops("c: nobody may frame the page", framed_only_by("c")),
        stops("d: only shop.test itself may", framed_only_by("d", "shop.test itself")),
        stops("e: only partner.test may", framed_only_by("e", "partner.test")),
        stops("f: nobody may frame the page", framed_only_by("f")),
    ],
    hints=[
        "a and b have a spelling that no browser knows. c has a directive that says whom the page "
        "may frame; which one says who may frame the page?",
        'For d and e read "Too strict", under Mistakes people make.',
        'For f read "Two headers, one winner", under How it works.',
    ],
)


IMAGES = "https://images.test"
POLICY = f"default-src 'self'; img-src 'self' {IMAGES}"
"""The policy every page of the badge shop already sends."""


def badge_shop() -> Flask:
    """The app of exercise 3: a policy on every page, badges, and a widget."""
    app = Flask("badge_shop")
    app.add_url_rule("/", view_func=lambda: "<h1>Shop</h1>", endpoint="home")
    app.add_url_rule("/badges", view_func=lambda: "<h1>Our badges</h1>", endpoint="badges")
    app.add_url_rule("/widget", view_func=lambda: "<p>Coffee</p>", endpoint="widget")
    app.add_url_rule("/badge/<name>", view_func=lambda name: f"<p>{name}</p>", endpoint="badge")

    @app.after_request
    def policy(response: Any) -> Any:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return app


def _badge_requests(random: Random) -> Sequence[Request]:
    name = "".join(random.choices("abcdefghijklmnop", k=8))
    return [get(path) for path in ("/", f"/badge/{name}", "/widget", "/badges", f"/{name}")]


def _where(wanted: Callable[[str], bool], judge: Judgement) -> Judgement:
    """The same judgement, of the exchanges whose path is wanted."""

    def judge_some(evidence: Evidence, before: Evidence) -> str | None:
        some = [each for each in evidence.exchanges if wanted(urlsplit(each.request.url).path)]
        return judge(Evidence(exchanges=tuple(some)), before)

    return judge_some


def _is_other(path: str) -> bool:
    return path != "/widget" and not path.startswith("/badge/")


def _logo_loads(evidence: Evidence, _before: Evidence) -> str | None:
    logo = f"{IMAGES}/logo.png"
    for exchange, response in answered(evidence):
        policy = Policy(*response.all(CSP))
        if not policy.allows("img", logo, page=exchange.request.url):
            return (
                f"Expected the policy of {exchange.request} to let the page load {logo}, as it "
                f'did before; its policy is now "{policy}".'
            )
    return None


BADGES = Exercise(
    id="03-3",
    title="Badges for everybody, the widget for one",
    answer="protect",
    probe=Call(_badge_requests, badge_shop),
    requirements=[
        stops("Nobody can frame the other pages", _where(_is_other, framed_by_none_but())),
        stops(
            "Nobody but partner.test can frame the widget",
            _where("/widget".__eq__, framed_by_none_but(PARTNER)),
        ),
        still("Every site can frame a badge", framed_by(EVIL, "/badge/")),
        still("partner.test can frame the widget", framed_by(PARTNER, "/widget")),
        still("Images still load", _logo_loads),
        no_worse(
            "What the policy forbade stays forbidden",
            all_of(outside_stays_out, no_more_than(Policy(POLICY))),
        ),
        no_worse("Every page still answers as it did", same_statuses),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "An after_request hook sees every response, and flask.request says which one it is for: "
        "request.path, or request.endpoint.",
        "Your hook runs first. What is in the header then, and what does the shop's setdefault do "
        "with what you leave there?",
        'Read "A policy can be added to", under How it works.',
    ],
)

EXERCISES = (ONE_PARTNER, SIX_VALUES, BADGES)
