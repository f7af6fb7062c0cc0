"""Lesson 09, third parties: files that may not change, and a place in the policy for the rest."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urlsplit

from helpers import services
from helpers.csp import Policy
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Exercise, Judgement, Requests, no_worse, still, stops
from helpers.exercises.anywhere import all_of, answered, only, same_bodies
from helpers.exercises.arrivals import OTHER_SITES
from helpers.exercises.four_tags import FOUR_TAGS
from helpers.exercises.in_words import asked
from helpers.exercises.loading import (
    asks_as_before,
    no_file,
    no_injected_script,
    or_sent_on_to_https,
    works,
)
from helpers.exercises.of_pages import no_base_at, no_frame_of, pages
from helpers.exercises.policies import every_part_loads, no_more_than, why_so
from helpers.exercises.slips import CSP
from helpers.exercises.third_party_sites import (
    BROKEN,
    CHART,
    LOOSE,
    SHOP,
    TAMPERED,
    checkout,
    checkout_visits,
    docs_shop,
    docs_visits,
)
from helpers.page import policy_of
from helpers.services import Load

# 09-2: a policy for a checkout

REGIONS = ("region1", "region4", "www")
"""Where analytics counts a visit depends on where the visitor is (Google tag, CSP)."""
COUNTS = [Load(services.GTAG, "connect", services.COLLECT.format(region=each)) for each in REGIONS]

_TLDS = ("com", "at", "be", "ca", "ch", "co.uk", "de", "es", "fr", "it", "nl", "pl")
COUNTED = " ".join(
    [
        "https://*.google-analytics.com https://*.analytics.google.com",
        "https://analytics.google.com https://*.googletagmanager.com https://*.g.doubleclick.net",
        *(f"https://www.google.{tld}" for tld in _TLDS),
    ]
)
"""Google Analytics 4 with Signals, for img-src and connect-src; of Google's countries, some."""
LINK = "https://link.com https://*.link.com"
"""Stripe's Payment Element."""

OF_CHECKOUT = Policy(
    "default-src 'self'; style-src 'self' https://fonts.googleapis.com; "
    "font-src 'self' https://fonts.gstatic.com; "
    "script-src 'self' https://*.googletagmanager.com https://*.js.stripe.com "
    "https://js.stripe.com https://checkout.stripe.com https://maps.googleapis.com "
    "https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/; "
    f"img-src 'self' data: {COUNTED} {LINK} https://js.stripe.com https://q.stripe.com "
    "https://checkout.stripe.com; "
    f"connect-src 'self' {COUNTED} {LINK} https://pagead2.googlesyndication.com "
    "https://api.stripe.com https://checkout.stripe.com https://maps.googleapis.com; "
    f"frame-src 'self' {LINK} https://js.stripe.com https://*.js.stripe.com "
    "https://hooks.stripe.com https://checkout.stripe.com "
    "https://td.doubleclick.net https://www.googletagmanager.com "
    "https://www.google.com/recaptcha/ https://recaptcha.google.com/recaptcha/; "
    "manifest-src *; base-uri 'self'; form-action 'self'"
)
"""The widest policy: what the shop needs, and the vendors' own lists of 2026 name.

No page asks for a manifest before somebody wants to install it.
"""


def no_code_in_the_page(evidence: Evidence, _before: Evidence) -> str | None:
    """No policy runs a script in the page that has neither its nonce nor its hash."""
    for exchange, response in pages(evidence):
        url = exchange.request.url
        policy = policy_of(response, url)
        for kind, what in (("inline-script", "a script"), ("event-handler", "a handler")):
            if verdict := policy.allows(kind, page=url, source="steal()"):
                return (
                    f"Expected the policy of {asked(exchange)} to keep out {what} in the page that "
                    f"has no nonce; it lets it in. {why_so(response, verdict)}"
                )
    return None


def shows_at(selector: str) -> Judgement:
    """The page has an element of this selector (CSS): there a service puts what it shows."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        from selectolax.lexbor import LexborHTMLParser

        for exchange, response in pages(evidence):
            page = LexborHTMLParser(response.text)
            if _is_checkout(exchange, response) and not page.css_first(selector):
                return f"Expected {asked(exchange)} to have an element {selector}; it has none."
        return None

    return judge


def prints(said: str) -> Judgement:
    """A page prints what its address tells it, the first group of this pattern."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in pages(evidence):
            word = re.search(said, exchange.request.url)
            if word and word[1] not in response.text:
                return f"Expected {asked(exchange)} to show {word[1]}, as before; it does not."
        return None

    return judge


def styled_by(what: str, pattern: str) -> Judgement:
    """The stylesheet still has this, in words and as a pattern."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        for exchange, response in answered(evidence):
            is_style = urlsplit(exchange.request.url).path == "/shop.css" and response.status == 200
            if is_style and not re.search(pattern, response.text):
                return f"Expected {exchange.request} to have {what}, as before; it has not."
        return None

    return judge


has_its_icon = styled_by("the button's icon, a data: image", r"data:image/svg\+xml")
has_its_font = styled_by("font-family: Lab", r"font(-family)?\s*:[^;{}]*\bLab\b")


def _is_checkout(exchange: Exchange, response: Response) -> bool:
    return urlsplit(exchange.request.url).path == "/" and response.status == 200


def _loads(by: str) -> list[Load]:
    return [load for load in services.LOADS if load.by == by]


ICON = Load("/shop.css", "img", "data:image/svg+xml,<svg/>")

A_CHECKOUT = Exercise(
    id="09-2",
    title="A policy for a checkout with four third parties",
    answer="app",
    probe=Requests(checkout_visits, checkout),
    requirements=or_sent_on_to_https(
        stops("No injected script runs", no_injected_script),
        stops(
            "Nothing is let in that nothing here needs",
            all_of(no_more_than(OF_CHECKOUT), no_code_in_the_page),
        ),
        still(
            "Analytics counts the visit, whatever the region",
            works("analytics", [services.GTAG, 'gtag("config"'], *COUNTS),
        ),
        still(
            "The font shows",
            all_of(
                works("the font", [services.FONTS, f"{SHOP}/shop.css"], *_loads(services.FONTS)),
                has_its_font,
            ),
        ),
        still(
            "The payment frames show",
            all_of(
                works("the payment frames", [services.STRIPE], *_loads(services.STRIPE)),
                shows_at("#card"),
            ),
        ),
        still(
            "The captcha shows",
            all_of(
                works("the captcha", [services.RECAPTCHA], *_loads(services.RECAPTCHA)),
                shows_at(".g-recaptcha"),
            ),
        ),
        still(
            "The shop's own script, style, icon and form work",
            all_of(
                works(
                    "the shop", [f"{SHOP}/{own}" for own in ("shop.js", "shop.css", "pay")], ICON
                ),
                *map(shows_at, ("h1", 'form[action="/pay"] button')),
                only(lambda each: each.request.url == f"{SHOP}/shop.js", same_bodies),
                has_its_icon,
                has_its_font,
            ),
        ),
        no_worse(
            "The page still asks for what it asked for",
            all_of(asks_as_before, prints(r"\.test/\?(?:.*&)?coupon=([A-Z]+)$")),
        ),
    ),
    hints=[
        "Begin with default-src 'self', put the app online again, and read the console line by "
        "line: what was tried, from where, and which directive refused?",
        "Scripts first: g.nonce is made anew for each answer. Which tags may carry it? Then one "
        "directive for each other line of the console.",
        'Read "A place in the policy", under How it works, and "Half a service", under Mistakes '
        "people make; lesson 07 has the two directives that do not fall back.",
    ],
)


# 09-3: a file of a CDN, and a page that needs more


BEFORE = Policy(LOOSE)
"""The policy that the shop had."""
STYLED = Policy(f"script-src 'self' 'unsafe-eval' {CHART}; style-src 'self'")
"""What the pages other than /docs need of files and of styles."""
OF_DOCS = Policy("script-src 'self' 'unsafe-inline' 'unsafe-eval'")
"""What /docs needs of scripts. That eval() stays forbidden is what ``BEFORE`` says."""


def is_docs(exchange: Exchange) -> bool:
    """Whether it is of the one page that may be relaxed."""
    return urlsplit(exchange.request.url).path == "/docs"


def loads_elsewhere(path: str) -> Judgement:
    """The page at this path loads all its parts by http, and by another name of the shop, too."""
    addresses = [f"{site}{path}" for site in OTHER_SITES]
    return only(lambda each: each.request.url in addresses, every_part_loads)


def by_the_hook(judge: Judgement) -> Judgement:
    """The same, and it says so where a page has the policy that the app began with."""

    def judge_both(evidence: Evidence, before: Evidence) -> str | None:
        why = judge(evidence, before)
        if why is None or all(Policy(*got.all(CSP)) != BEFORE for _, got in pages(evidence)):
            return why
        return f"{why} Some pages have the policy of the start: does the hook still assign it?"

    return judge_both


A_ROUTE = Exercise(
    id="09-3",
    title="Pin a file, and relax one route only",
    answer="app",
    probe=Requests(docs_visits, docs_shop),
    requirements=or_sent_on_to_https(
        stops("A changed file of the CDN does not run", partial(no_file, TAMPERED)),
        stops(
            "No injected script or style works, /docs left out",
            only(
                lambda each: not is_docs(each),
                by_the_hook(all_of(no_injected_script, no_more_than(STYLED))),
            ),
        ),
        stops("/docs runs no script of another site", only(is_docs, no_more_than(OF_DOCS))),
        still(
            "The prices show",
            all_of(works("the shop", [CHART, f"{SHOP}/prices.js"]), loads_elsewhere("/")),
        ),
        still(
            "The docs show",
            all_of(
                works(
                    "the documentation",
                    [f"{SHOP}/swagger-ui-bundle.js", "SwaggerUIBundle(", "margin: 1em"],
                    path="/docs",
                ),
                loads_elsewhere("/docs"),
            ),
        ),
        no_worse(
            "What the policy forbade stays forbidden",
            all_of(no_more_than(BEFORE), no_frame_of(f"{SHOP}/"), no_base_at(f"{SHOP}/uploads/")),
        ),
        no_worse(
            "Every page still asks for what it asked for",
            all_of(
                only(lambda each: not each.request.url.endswith(BROKEN), asks_as_before),
                prints(r"\?note=(hello)$"),
            ),
        ),
    ),
    hints=[
        "First the tag of the CDN's file: read 09-1 again. The other two jobs are the policy's.",
        'For the CDN in script-src read "An allowed host", under Mistakes people make. Which '
        "address is one file, and which is a folder of them?",
        "Which page needs 'unsafe-inline'? A view, or request.path in the hook, can say so for "
        "that page alone, and for none below it; a visitor chooses the rest of the request. What a "
        'view sets stays only if the hook does not assign the header again: read "One route only", '
        "there too.",
    ],
)

EXERCISES = (FOUR_TAGS, A_CHECKOUT, A_ROUTE)
