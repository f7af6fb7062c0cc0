"""Lesson 07, forms and base: where a page's forms may go, and whose <base> it obeys."""

from __future__ import annotations

from urllib.parse import urlsplit

from helpers.exchange import Exchange
from helpers.exercises import Evidence, Exercise, Requests, no_worse, still, stops
from helpers.exercises.anywhere import all_of, happened, only, same_bodies, same_statuses
from helpers.exercises.contact_page import message_is_answered, message_stays_text, shows_the_form
from helpers.exercises.form_sites import (
    BLOG,
    CLUB,
    FONT_FILES,
    FONTS,
    PAY,
    SHOP,
    blog_site,
    blog_visits,
    club_site,
    club_visits,
    paying_shop,
    shop_visits,
)
from helpers.exercises.in_words import asked, unlike_others
from helpers.exercises.nonces import no_known_nonce
from helpers.exercises.of_pages import (
    Attempt,
    no_base_at,
    no_form_to,
    outside_stays_out,
    own_forms_send,
    own_parts_load,
    pages,
    parts_of,
    still_let_in,
)
from helpers.exercises.slips import because
from helpers.page import policy_of

MAIL = "mailto:mallory@evil.test"
EVERYWHERE = ("https://evil.test/login", "http://evil.test/", "https://club.test.evil.test/", MAIL)

BASE_AND_FORMS = Exercise(
    id="07-1",
    title="Two directives that do not work",
    answer="club",
    probe=Requests(club_visits, club_site),
    requirements=[
        stops(
            "No page obeys a base of another site", no_base_at("https://evil.test/", all_but=[CLUB])
        ),
        stops("No injected form sends to another site", no_form_to(*EVERYWHERE, all_but=[CLUB])),
        still("The club's own script runs on every page", own_parts_load),
        still("The club's own form sends to the club", own_forms_send),
        no_worse("What was kept out stays out", all_of(no_known_nonce, outside_stays_out)),
        no_worse("Every page still shows what it showed", same_bodies),
    ],
    hints=[
        "Which of the two directives does the browser know at all? Put the club online, "
        'web.site("club.test", club), open it, browser.visit("https://club.test/login"), and '
        "read what the browser says.",
        "form-action lists where forms may go. Which sites does https: name?",
        "Read the table under Mistakes people make, then what https: is, under How it works.",
    ],
)


FONT = f"{FONT_FILES}/a.woff2"


def pages_load(evidence: Evidence, before: Evidence) -> str | None:
    """What a page loaded it still loads, and the fonts that its stylesheet names."""
    font = Attempt("font", FONT, "the fonts of its stylesheet")
    fonts = still_let_in(font, unlike="as the other pages of the blog do; it")
    if why := own_parts_load(evidence, before):
        return why
    both = zip(evidence.exchanges, before.exchanges, strict=True)
    now, then = zip(*(pair for pair in both if _is_styled(pair[0])), strict=True)
    return fonts(Evidence(exchanges=now), Evidence(exchanges=then))


def _is_styled(exchange: Exchange) -> bool:
    return any(part.url.startswith(FONTS) for part in parts_of(exchange) if part.url)


def _not_contact(exchange: Exchange) -> bool:
    """Whether it asks for another page: one that takes no forms may refuse them with any status."""
    other = urlsplit(exchange.request.url).path != "/contact"
    return other and exchange.request.method == "GET"


CONTACT = Exercise(
    id="07-2",
    title="A contact form for the blog",
    answer="blog",
    probe=Requests(blog_visits, blog_site),
    requirements=[
        stops(
            "No page lets a form send to another site", no_form_to(*EVERYWHERE, PAY, all_but=[BLOG])
        ),
        stops(
            "No page obeys a base of another site", no_base_at("https://evil.test/", all_but=[BLOG])
        ),
        still("GET /contact shows a form that sends to /contact", shows_the_form),
        still("The blog answers what the form sends", message_is_answered),
        still("Every page loads what it loaded", pages_load),
        no_worse("A message stays text", message_stays_text),
        no_worse("What was kept out stays out", all_of(no_known_nonce, outside_stays_out)),
        no_worse("The other pages answer as they did", only(_not_contact, same_statuses)),
    ],
    hints=[
        "Write the form first: its method, its two names, its button. It works under the policy "
        "as it is. What else does that policy let a form do?",
        "Which two directives does the policy need, and which value lets the blog's own form "
        "through and no other?",
        'Read "The tutorial\'s blog", under Mistakes people make, and "In your own app".',
    ],
)


CHECKOUT = SHOP + "/checkout"


def leads_to_pay(evidence: Evidence, _before: Evidence) -> str | None:
    """The order's redirect to pay.test is let through by the pages that hold the form."""
    ordered = next(each for each in reversed(evidence.exchanges) if _is_checkout(each))
    target = (ordered.response.header("Location") if ordered.response else "") or ""
    if not target.startswith(PAY + "/"):
        return f"Expected POST /checkout, with a street, to lead to pay.test; {happened(ordered)}."
    plain_first = sorted(pages(evidence), key=lambda page: bool(unlike_others(page[0].request)))
    for exchange, response in plain_first:
        if not _is_checkout(exchange):
            continue
        targets = {(part.url or "").partition("?")[0] for part in parts_of(exchange)}
        if CHECKOUT not in targets:
            return (
                f"Expected {asked(exchange)} to have a form that sends to /checkout; it has none."
            )
        policy, url = policy_of(response, exchange.request.url), exchange.request.url
        for step, redirects in ((CHECKOUT, 0), (target, 1)):
            verdict = policy.allows("form-action", step, page=url, redirects=redirects)
            if not verdict:
                return (
                    f"Expected an order from the page that came for {asked(exchange)} to reach "
                    f"{step}; "
                    f"Chromium stops it there. {because(policy, verdict, response)}"
                )
    return None


def only_the_checkout(evidence: Evidence, before: Evidence) -> str | None:
    """No other page lets a form send to pay.test, nor does it after a visit of the checkout."""
    judge = only(_not_checkout, no_form_to(PAY + "/", all_but=[SHOP]))
    sent = [each.request for each in evidence.exchanges]
    again = [each for at, each in enumerate(evidence.exchanges) if each.request in sent[:at]]
    first = [evidence.exchanges[sent.index(each.request)] for each in again]
    again_why, first_why = (
        judge(Evidence(exchanges=tuple(each)), before) for each in (again, first)
    )
    if again_why and not first_why:
        left = "what another request left, in a session or a variable, decides"
        return f"{again_why} It did not when it was first asked for: {left}."
    return judge(evidence, before)


def _is_checkout(exchange: Exchange) -> bool:
    return urlsplit(exchange.request.url).path == "/checkout"


def _not_checkout(exchange: Exchange) -> bool:
    return not _is_checkout(exchange)


LOOKALIKES = ("https://evil.test/", "https://pay.test.evil.test/", "https://my-pay.test/", MAIL)

PAYMENT = Exercise(
    id="07-3",
    title="Pay elsewhere, from one page",
    answer="shop",
    probe=Requests(shop_visits, paying_shop),
    requirements=[
        stops(
            "No page lets a form send to any other site, or by http",
            no_form_to(*LOOKALIKES, all_but=[SHOP, PAY]),
        ),
        stops(
            "Only the checkout lets a form send to pay.test",
            only_the_checkout,
        ),
        still("An order leads to pay.test", leads_to_pay),
        still("Every other form still sends", only(_not_checkout, own_forms_send)),
        no_worse("Every page loads what it loaded", own_parts_load),
        no_worse("What was kept out stays out", all_of(no_known_nonce, outside_stays_out)),
        no_worse("Every page still answers as it did", same_bodies),
    ],
    hints=[
        "The order goes to the shop first, and from there to pay.test. Which of these steps must "
        "the policy allow?",
        "In a hook, request.path and request.endpoint say which page is answered. The checkout "
        "comes back with its form when the street is missing, with another method and status.",
        'Read "A redirect after a form" and "The page with the form decides", under How it works.',
    ],
)

EXERCISES = (BASE_AND_FORMS, CONTACT, PAYMENT)
