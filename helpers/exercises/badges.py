"""Exercise 03-3: a shop whose pages have a policy already, and three kinds of embedders."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask

from helpers.csp import Policy
from helpers.exchange import Exchange, Request, get, post
from helpers.exercises import Call, Evidence, Exercise, no_worse, still, stops
from helpers.exercises.anywhere import all_of, by_browser, no_duplicates, only, same_bodies
from helpers.exercises.arrivals import EVIL, SHOP
from helpers.exercises.drawn import drawn
from helpers.exercises.framed import (
    BLOG,
    PARTNER,
    framed_by,
    framed_by_none_but,
    in_frames,
    sent_into_frames,
)
from helpers.exercises.in_words import asked
from helpers.exercises.of_pages import (
    Attempt,
    each_policy,
    no_sandbox,
    outside_stays_out,
    pages,
    still_let_in,
    wanting_consent,
)
from helpers.exercises.policies import no_more_than

IMAGES = "https://images.test"
POLICY = f"default-src 'self'; img-src 'self' {IMAGES}"
"""The policy every page of the badge shop already sends."""


CRASHING = "/prices"
"""A page of the shop that is asked and not of the lesson's: it fails, with status 500."""


def badge_shop() -> Flask:
    """The app of exercise 3: a policy on every page, badges, and a widget."""
    app = Flask("badge_shop")
    app.add_url_rule("/", view_func=lambda: "<h1>Shop</h1>", endpoint="home")
    app.add_url_rule("/badges", view_func=lambda: "<h1>Our badges</h1>", endpoint="badges")
    app.add_url_rule("/widget", view_func=lambda: "<p>Coffee</p>", endpoint="widget")
    app.add_url_rule("/badge/<name>", view_func=lambda name: f"<p>{name}</p>", endpoint="badge")

    @app.get(CRASHING)
    def prices() -> str:
        raise LookupError("no prices today")

    @app.after_request
    def policy(response: Any) -> Any:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return app


def _badge_requests(random: Random) -> Sequence[Request]:
    """The pages; others whose addresses hold the same words elsewhere."""
    name = drawn(random)
    plain = ["/", CRASHING, f"/badge/{name}", "/badges", f"/?from=/badge/{name}/widget"]
    plain += [f"/{name}/badge/widget", f"/widget-{name}", "/widget/", f"/widget?size={name}"]
    plain += [
        "/badge",
        f"/BADGE/{name}",
        "/WIDGET",
        f"/static/{name}.css",
        f"/badge/{name.title()}-{random.randrange(100)}.svg",
    ]
    plain += [f"/badge/{quote(f'{name} café')}"]
    posts = [*map(post, ("/", "/widget")), *sent_into_frames("/", "/widget", f"/{name}")]
    return [*map(get, plain), *in_frames("/widget", f"/{name}"), *posts]


def _is_widget(exchange: Exchange) -> bool:
    return urlsplit(exchange.request.url).path == "/widget"


def _is_other(exchange: Exchange) -> bool:
    """Neither the widget nor a badge."""
    badge = urlsplit(exchange.request.url).path.startswith("/badge/")
    return not badge and not _is_widget(exchange)


ALLOWED = (
    Attempt("img", f"{IMAGES}/logo.png", f"an image of {IMAGES}"),
    Attempt("img", f"{SHOP}/logo.png", "an image of its own"),
    Attempt("script", f"{SHOP}/shop.js", "a script of its own"),
    Attempt("style", f"{SHOP}/shop.css", "a stylesheet of its own"),
    Attempt("font", f"{SHOP}/shop.woff2", "a font of its own"),
    Attempt("connect", f"{SHOP}/prices", "a fetch from its own site"),
    Attempt("frame", f"{SHOP}/badge/new", "a frame of its own site"),
    Attempt("media", f"{SHOP}/coffee.mp4", "a film of its own"),
    Attempt("worker", f"{SHOP}/worker.js", "a worker of its own"),
    Attempt("form-action", f"{SHOP}/basket", "a form that sends to its own site"),
    Attempt("form-action", "https://pay.test/", "a form that sends to another site"),
)
"""What the shop's policy lets every page load and do."""


def _not_frames_alone(evidence: Evidence, _before: Evidence) -> str | None:
    """Some policy speaks of what the page loads."""
    for exchange, _response, policy in each_policy(evidence):
        if {name for each in policy.directive_sets for name in each} == {"frame-ancestors"}:
            return (
                f"Expected {asked(exchange)} to keep out what the shop's policy kept out; the "
                f'whole policy is now "{policy}". Yours replaced the shop\'s, or came first (a '
                "hook added last does), so that the shop's setdefault added nothing."
            )
    return None


def _no_trusted_types(evidence: Evidence, _before: Evidence) -> str | None:
    """No policy takes innerHTML and the like from the shop's own scripts."""
    for exchange, _response, policy in each_policy(evidence):
        if any("require-trusted-types-for" in each for each in policy.directive_sets):
            return (
                f"Expected scripts of {asked(exchange)} to set innerHTML as before; "
                "require-trusted-types-for stops those that set it to a text."
            )
    return None


def _no_embedder_policy(evidence: Evidence, _before: Evidence) -> str | None:
    """No page wants a consent for the images of images.test, which sends none."""
    for exchange, response in pages(evidence):
        if "img" in wanting_consent(response):
            return (
                f"Expected {asked(exchange)} to let in an image of {IMAGES}, as it did before; "
                "Cross-Origin-Embedder-Policy wants a consent for it, and images.test sends none."
            )
    return None


BADGES = Exercise(
    id="03-3",
    title="Badges for everybody, the widget for one",
    answer="protect",
    probe=Call(_badge_requests, badge_shop),
    requirements=[
        stops("Nobody can frame the other pages", only(_is_other, framed_by_none_but())),
        stops(
            "Nobody but partner.test can frame the widget",
            only(_is_widget, framed_by_none_but(PARTNER)),
        ),
        still(
            "Every site can frame a badge",
            all_of(framed_by(EVIL, "/badge/"), framed_by(BLOG, "/badge/")),
        ),
        still("partner.test can frame the widget", only(by_browser, framed_by(PARTNER, "/widget"))),
        still(
            "What the policy allowed still loads",
            all_of(no_sandbox, _no_trusted_types, _no_embedder_policy, still_let_in(*ALLOWED)),
        ),
        no_worse(
            "What the policy forbade stays forbidden",
            all_of(_not_frames_alone, outside_stays_out, no_more_than(Policy(POLICY))),
        ),
        no_worse("Every page still answers as it did", same_bodies),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "An after_request hook sees every response, and flask.request says which one it is for: "
        "request.path, or request.endpoint.",
        "Your hook runs first, for error pages too. What is in the header then, and what does the "
        "shop's setdefault do with what you leave there?",
        'Read "Two hooks, one policy", under How it works.',
    ],
)
