"""Lesson 07, forms and base: where a page's forms may go, and whose <base> it obeys."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urljoin, urlsplit

from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Exercise, Requests, no_worse, still, stops
from helpers.exercises.anywhere import all_of, happened, only, same_bodies, same_statuses
from helpers.exercises.form_sites import (
    BLOG,
    CLUB,
    FONT_FILES,
    PAY,
    SHOP,
    blog_site,
    blog_visits,
    club_site,
    club_visits,
    paying_shop,
    shop_visits,
)
from helpers.exercises.of_pages import (
    Attempt,
    asked,
    no_base_at,
    no_form_to,
    no_known_nonce,
    outside_stays_out,
    own_forms_send,
    own_parts_load,
    pages,
    parts_of,
    still_let_in,
)
from helpers.exercises.slips import because
from helpers.page import policy_of
from helpers.sniffing import opens_as_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode


EVERYWHERE = ("https://evil.test/login", "http://evil.test/", "https://club.test.evil.test/")

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
        'Read the table under Mistakes people make, then "form-action names where forms may go".',
    ],
)


FONT = f"{FONT_FILES}/a.woff2"


def pages_load(evidence: Evidence, before: Evidence) -> str | None:
    """What a page loaded it still loads, and the fonts that a stylesheet names."""
    fonts = still_let_in(Attempt("font", FONT, "the fonts of its stylesheet"))
    return own_parts_load(evidence, before) or fonts(evidence, before)


def shows_the_form(evidence: Evidence, _before: Evidence) -> str | None:
    """GET /contact opens as a page with a form that sends email and message to /contact."""
    exchange = _at(evidence, "GET")
    wanted = "Expected GET /contact to show a form that sends email and message to /contact;"
    if not exchange.response or exchange.response.status != 200:
        return f"{wanted} {happened(exchange)}."
    if not opens_as_page(exchange.response):
        return f"{wanted} it opens as no page."
    found = [_lacks(form, exchange.response) for form in _nodes(exchange.response, "form")]
    if not found:
        return f"{wanted} there is no form in it."
    if all(found):
        return f"{wanted} {found[0]}."
    for part in parts_of(exchange):
        if part.kind == "form-action" and part.url == BLOG + "/contact" and not part.verdict:
            policy = policy_of(exchange.response, exchange.request.url)
            return f"{wanted} a browser does not send it. {because(policy, part.verdict)}"
    return None


def _at(evidence: Evidence, method: str) -> Exchange:
    return next(
        each
        for each in evidence.exchanges
        if (each.request.method, urlsplit(each.request.url).path) == (method, "/contact")
    )


def _nodes(response: Response, selector: str = "*") -> list[LexborNode]:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(response.text).css(selector)


_BUTTON = "button:not([type=button]):not([type=reset]), input[type=submit], input[type=image]"


def _lacks(form: LexborNode, response: Response) -> str:
    """What keeps a form from sending both fields to /contact, or nothing.

    HTML, "form owner" and "attributes for form submission": a button's own go first.
    """
    buttons = _of_form(form, response, _BUTTON)
    if not buttons:
        return "its form has no button that sends it"
    had = {
        name: buttons[0].get(f"form{name}") or form.attributes.get(name) or ""
        for name in ("method", "action", "enctype")
    }
    if had["method"].lower() != "post":
        return "its form has no method=post"
    target = urljoin(BLOG + "/contact", had["action"])
    if target != BLOG + "/contact":
        return f"its form sends to {target}"
    if had["enctype"].lower() == "text/plain":
        return "its form sends text/plain, of which request.form reads nothing"
    names = [node.get("name") for node in _of_form(form, response, "input, textarea")]
    lacking = [name for name in ("email", "message") if name not in names]
    return f"its form has no field with the name {lacking[0]}" if lacking else ""


def _of_form(form: LexborNode, response: Response, selector: str) -> list[dict[str, str | None]]:
    """The attributes of a form's controls: what is in it, or names it, and is not disabled."""
    name = form.attributes.get("id")
    inside = [node.attributes for node in form.css(selector) if not node.attributes.get("form")]
    tied = [node.attributes for node in _nodes(response, selector)]
    tied = [each for each in tied if name and each.get("form") == name]
    return [each for each in inside + tied if "disabled" not in each]


def message_is_answered(evidence: Evidence, _before: Evidence) -> str | None:
    """POST /contact itself answers with what repeats the message."""
    exchange = _at(evidence, "POST")
    wanted = "Expected POST /contact, with email and message, to repeat the message;"
    response = exchange.response
    if response and 300 <= response.status < 400:
        target = (response.header("Location") or "").partition("?")[0]
        return f"{wanted} it leads to {target}, and the message is not there."
    if not response or response.status not in (200, 201):
        return f"{wanted} {happened(exchange)}."
    if not opens_as_page(response):
        return f"{wanted} it opens as no page."
    return None if _sent_word(exchange) in response.text else f"{wanted} the message is not there."


def message_stays_text(evidence: Evidence, before: Evidence) -> str | None:
    """The markup in a message is shown as it was sent, and nothing of it is obeyed."""
    exchange = _at(evidence, "POST")
    response = exchange.response
    answered = response and not message_is_answered(evidence, before)
    if not (response and answered and opens_as_page(response)):
        return None
    wanted, word = "Expected the answer to POST /contact to show", _sent_word(exchange)
    for node in _nodes(response):
        if node.tag == word or (node.tag in ("b", "i") and node.text(deep=True) == word):
            sent = "&lt;i&gt;" if node.tag == "i" else f"<{node.tag}>"
            return f"{wanted} {sent} of a message as text; a browser makes a tag of it. Escape it."
        if any(word in name for name in node.attributes):
            return (
                f"{wanted} a message with quotes and blanks as text; a browser takes {word}= in it "
                f"for an attribute of <{node.tag}>. Escape it, and put quotes around the attribute."
            )
    if why := _email_is_a_tag(evidence):
        return why
    sent = " ".join(parse_qs(exchange.request.text)["message"][0].split())
    if any(sent in " ".join(text.split()) for text in _texts(response)):
        return None
    twice = "&amp;lt;b&amp;gt;" in response.text
    why = "it is escaped twice" if twice else "no text that a visitor can see is that"
    return f"{wanted} a message as it was sent, {sent}; {why}."


def _email_is_a_tag(evidence: Evidence) -> str | None:
    """The last message's address holds a tag; a page that repeats it escapes that as well."""
    last = evidence.exchanges[-1]
    word = _sent_word(evidence.exchanges[-2])
    if last.response and opens_as_page(last.response) and _nodes(last.response, word):
        return (
            f"Expected the answer to POST /contact to show the email as text; of one with <{word}> "
            "in it a browser makes a tag. Escape all that the page repeats."
        )
    return None


_UNSEEN = "script, style, title, template, [hidden], [hidden] *, input[type=hidden]"


def _texts(response: Response) -> Iterator[str]:
    """What a visitor may read: the texts of elements and the values of attributes."""
    unseen = {node.mem_id for node in _nodes(response, _UNSEEN)}
    for node in _nodes(response):
        if node.mem_id not in unseen:
            yield node.text(deep=False)
            yield from filter(None, node.attributes.values())


def _sent_word(exchange: Exchange) -> str:
    """The word of the message, which is also the name in its e-mail address."""
    return parse_qs(exchange.request.text)["email"][0].partition("@")[0]


def _not_contact(exchange: Exchange) -> bool:
    return urlsplit(exchange.request.url).path != "/contact"


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
        no_worse("What was kept out stays out", outside_stays_out),
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
    for exchange, response in pages(evidence):
        if not _is_checkout(exchange):
            continue
        if not any(part.url == CHECKOUT for part in parts_of(exchange)):
            return (
                f"Expected {asked(exchange)} to have a form that sends to /checkout; it has none."
            )
        policy, url = policy_of(response, exchange.request.url), exchange.request.url
        for step, redirects in ((CHECKOUT, 0), (target, 1)):
            verdict = policy.allows("form-action", step, page=url, redirects=redirects)
            if not verdict:
                return (
                    f"Expected the order sent from {asked(exchange)} to reach {step}; "
                    f"a browser stops it there. {because(policy, verdict)}"
                )
    return None


def _is_checkout(exchange: Exchange) -> bool:
    return urlsplit(exchange.request.url).path == "/checkout"


def _not_checkout(exchange: Exchange) -> bool:
    return not _is_checkout(exchange)


LOOKALIKES = ("https://evil.test/", "https://pay.test.evil.test/", "https://my-pay.test/")

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
            only(_not_checkout, no_form_to(PAY + "/")),
        ),
        still("An order leads to pay.test", leads_to_pay),
        still("Every other form still sends", only(_not_checkout, own_forms_send)),
        no_worse("Every page loads what it loaded", own_parts_load),
        no_worse("What was kept out stays out", outside_stays_out),
        no_worse("Every page still answers as it did", same_bodies),
    ],
    hints=[
        "The order goes to the shop first, and from there to pay.test. Which of these steps must "
        "the policy allow?",
        "flask.request says which page a response is for. The checkout comes back with its form "
        "when the street is missing: which method and which status has it then?",
        'Read "Redirects count" and "The page with the form decides", under How it works.',
    ],
)

EXERCISES = (BASE_AND_FORMS, CONTACT, PAYMENT)
