"""Lesson 09, third parties: files that may not change, and a place in the policy for the rest."""

from __future__ import annotations

from collections import Counter
from functools import partial
from urllib.parse import urlsplit

from helpers import services
from helpers.csp import Policy
from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Exercise, Judgement, Requests, Value, no_worse, still, stops
from helpers.exercises.anywhere import all_of, only
from helpers.exercises.entries import entry
from helpers.exercises.loading import (
    NAMES,
    asks_as_before,
    no_file,
    no_injected_script,
    works,
)
from helpers.exercises.of_pages import asked, pages
from helpers.exercises.policies import CSP, because, no_more_than
from helpers.exercises.third_party_sites import (
    BROKEN,
    CDN,
    CHART,
    GIVEN_TAGS,
    HTMX_LATEST,
    LOOSE,
    ON_CDN,
    PAGE,
    RELEASED,
    SHOP,
    TAMPERED,
    checkout,
    checkout_visits,
    docs_shop,
    docs_visits,
    shared,
)
from helpers.integrity import runs
from helpers.page import Part, parts, policy_of
from helpers.services import Load

# 09-1: four tags


def pinned(letter: str, given: str) -> Judgement:
    """The tag runs the library, today and after a release, and refuses a changed file."""
    library = given.removeprefix(CDN).partition("@")[0]
    wanted = _version(next(url for url in FIXED if f"/{library}@" in url))

    def judge_one(tag: str) -> str | None:
        page = Response(headers=(("Content-Type", "text/html"),), body=tag.encode())
        scripts = [part for part in parts(page, PAGE) if part.is_code]
        if why := _not_one_tag(tag, scripts, library, wanted):
            return why
        if "</script" not in tag.lower():  # HTML: a script that the page ends in does not run
            return f"Expected the tag of {library} to end with </script>; it has no end."
        why = _not_pinned(scripts[0])
        moves = why and scripts[0].url not in FIXED
        return (
            f"{why} Its address names no version, so the file moves with each release: name the "
            f"version you have, {wanted}."
            if moves
            else why
        )

    return entry("tags", letter, str, "a script tag, as text", judge_one)


def _not_one_tag(tag: str, scripts: list[Part], library: str, wanted: str) -> str | None:
    """What there is other than one script, from the CDN's address of this library."""
    expected = f"Expected one script tag that loads {wanted} from {CDN}, and no other code;"
    if not scripts and "<script" in tag.lower():
        return f"{expected} the one that is there does not run, by its type or another attribute."
    if len(scripts) != 1:
        kinds = Counter(NAMES[part.kind] for part in scripts)
        found = [kind + f" ({number} times)" * (number > 1) for kind, number in kinds.items()]
        return f"{expected} there is {' and '.join(found) or 'none'}."
    url = scripts[0].url or ""
    if url in ON_CDN and f"/{library}@" in url:
        return None
    name = _version(url)
    moves = name in (library, f"{library}@latest") or wanted.startswith(f"{name}.")
    return f"{expected} it loads {url or 'nothing'}{', whose file moves with releases' * moves}."


FIXED = [url for url in ON_CDN if RELEASED[url] == ON_CDN[url]]
"""The addresses whose file is the same after the next release."""


def _version(url: str) -> str:
    return url.removeprefix(CDN).partition("/")[0]


def _not_pinned(script: Part) -> str | None:
    url = str(script.url)
    name = _version(url)
    for web, when in ((ON_CDN, ""), (RELEASED, " after the next release")):
        ran = runs(script.attributes, shared(web[url]), url, PAGE)
        if not ran:
            return f"Expected the browser to run {name}{when}; it refuses the file: {ran.why}."
    tampered = runs(script.attributes, shared(TAMPERED[url]), url, PAGE)
    if tampered:
        return f"Expected the browser to refuse a changed {name}; it runs it: {tampered.why}."
    return None


FOUR_TAGS = Exercise(
    id="09-1",
    title="Four tags for files of a CDN",
    answer="tags",
    probe=Value(given=GIVEN_TAGS),
    requirements=[
        *[
            stops(f"{letter}: the file runs, and a changed one does not", pinned(letter, url))
            for letter, url in zip("abc", list(ON_CDN), strict=False)
        ],
        stops("d: the same, and still after the next release of htmx", pinned("d", HTMX_LATEST)),
    ],
    hints=[
        "Two of the four have a hash that is written wrong, one lacks an attribute, and one "
        "names an address whose file will change. Which is which?",
        'For a and c read "An integrity attribute", under How it works: two rows of its table are '
        "yours.",
        'For b look at the table of five tags, under The header. For d read "A file that changes '
        'by design", under Mistakes people make.',
    ],
)


# 09-2: a policy for a checkout

REGIONS = ("region1", "region4", "www")
"""Where analytics counts a visit depends on where the visitor is (Google tag, CSP)."""
COUNTS = [Load(services.GTAG, "connect", services.COLLECT.format(region=each)) for each in REGIONS]

OF_CHECKOUT = Policy(
    "default-src 'self'; style-src 'self' https://fonts.googleapis.com; "
    "font-src 'self' https://fonts.gstatic.com; "
    "script-src 'self' https://*.googletagmanager.com https://*.js.stripe.com "
    "https://js.stripe.com https://checkout.stripe.com https://maps.googleapis.com "
    "https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/; "
    "img-src 'self' data: https://*.google-analytics.com https://*.googletagmanager.com "
    "https://*.g.doubleclick.net https://www.google.com; "
    "connect-src 'self' https://*.google-analytics.com https://*.analytics.google.com "
    "https://analytics.google.com https://*.googletagmanager.com https://*.g.doubleclick.net "
    "https://pagead2.googlesyndication.com https://www.google.com "
    "https://api.stripe.com https://checkout.stripe.com https://maps.googleapis.com; "
    "frame-src 'self' https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com "
    "https://checkout.stripe.com https://td.doubleclick.net https://www.googletagmanager.com "
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
                    f"has no nonce; it lets it in. {because(response, verdict)}"
                )
    return None


def _loads(by: str) -> list[Load]:
    return [load for load in services.LOADS if load.by == by]


ICON = Load("/shop.css", "img", "data:image/svg+xml,<svg/>")

A_CHECKOUT = Exercise(
    id="09-2",
    title="A policy for a checkout with four third parties",
    answer="app",
    probe=Requests(checkout_visits, checkout),
    requirements=[
        stops("No injected script runs", no_injected_script),
        stops(
            "Nothing is let in that nothing here needs",
            all_of(no_more_than(OF_CHECKOUT), no_code_in_the_page),
        ),
        still(
            "Analytics counts the visit, whatever the region",
            works("analytics", [services.GTAG, 'gtag("config"'], *COUNTS),
        ),
        still("The font shows", works("the font", [services.FONTS], *_loads(services.FONTS))),
        still(
            "The payment frames show",
            works("the payment frames", [services.STRIPE], *_loads(services.STRIPE)),
        ),
        still(
            "The captcha shows",
            works("the captcha", [services.RECAPTCHA], *_loads(services.RECAPTCHA)),
        ),
        still(
            "The shop's own script, style, icon and form work",
            works("the shop", [f"{SHOP}/{own}" for own in ("shop.js", "shop.css", "pay")], ICON),
        ),
        no_worse("The page still asks for what it asked for", asks_as_before),
    ],
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
    requirements=[
        stops("A changed file of the CDN does not run", partial(no_file, TAMPERED)),
        stops(
            "No injected script or style works, /docs left out",
            by_the_hook(
                only(
                    lambda each: not is_docs(each),
                    all_of(no_injected_script, no_more_than(STYLED)),
                )
            ),
        ),
        stops("/docs runs no script of another site", only(is_docs, no_more_than(OF_DOCS))),
        still("The prices show", works("the shop", [CHART, f"{SHOP}/prices.js"])),
        still(
            "The docs show",
            works(
                "the documentation",
                [f"{SHOP}/swagger-ui-bundle.js", "SwaggerUIBundle(", "margin: 1em"],
                path="/docs",
            ),
        ),
        no_worse("What the policy forbade stays forbidden", no_more_than(BEFORE)),
        no_worse(
            "Every page still asks for what it asked for",
            only(lambda each: not each.request.url.endswith(BROKEN), asks_as_before),
        ),
    ],
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
