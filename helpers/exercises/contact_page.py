"""Exercise 07-2: the contact form, whether it sends, and what its answer makes of a message."""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urljoin, urlsplit

from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence
from helpers.exercises.anywhere import happened
from helpers.exercises.form_sites import BLOG, MADE_BY_A_TEMPLATE, SUM
from helpers.exercises.in_words import asked
from helpers.exercises.of_pages import pages, parts_of
from helpers.exercises.slips import because
from helpers.page import policy_of
from helpers.sniffing import computed_type, decoded, opens_as_page, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode


def shows_the_form(evidence: Evidence, _before: Evidence) -> str | None:
    """GET /contact opens as a page with a form that sends email and message to /contact."""
    exchange = _at(evidence, "GET")
    wanted = "Expected GET /contact to show a form that sends email and message to /contact;"
    if not exchange.response or exchange.response.status != 200:
        return f"{wanted} {happened(exchange)}."
    if not (opens := opens_as_page(exchange.response)):
        return f"{wanted} it opens as no page: {opens.why}."
    found = [_lacks(form, exchange.response) for form in _nodes(exchange.response, "form")]
    if not found:
        return f"{wanted} there is no form in it."
    if all(found):
        return f"{wanted} {found[0]}."
    for part in parts_of(exchange):
        if part.kind == "form-action" and part.url == BLOG + "/contact" and not part.verdict:
            policy = policy_of(exchange.response, exchange.request.url)
            why = because(policy, part.verdict, exchange.response)
            return f"{wanted} a browser does not send it. {why}"
    return None


def _at(evidence: Evidence, method: str) -> Exchange:
    return next(
        each
        for each in evidence.exchanges
        if (each.request.method, urlsplit(each.request.url).path) == (method, "/contact")
    )


def _nodes(response: Response, selector: str = "*") -> list[LexborNode]:
    return _parsed(decoded(response)).css(selector)


@lru_cache(maxsize=8)  # one tree for one page: a node can be found again in it
def _parsed(text: str) -> LexborHTMLParser:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


UPLOADS = BLOG + "/uploads/"
_FIELD = "input:not([type=hidden]), textarea"
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
    target = _sent_to(BLOG + "/contact", had["action"])
    if target != BLOG + "/contact":
        return f"its form sends to {target}"
    policy = policy_of(response, BLOG + "/contact")
    if target != _sent_to(UPLOADS, had["action"] or target) and policy.allows(
        "base-uri", UPLOADS, page=BLOG + "/contact"
    ):
        return f"""a <base href=/uploads/> moves its action="{had["action"]}": begin it with /"""
    if had["enctype"].lower() == "text/plain":
        return "its form sends text/plain, of which request.form reads nothing"
    names = [node.get("name") for node in _of_form(form, response, _FIELD)]
    lacking = [name for name in ("email", "message") if name not in names]
    return f"its form has no field to fill in with the name {lacking[0]}" if lacking else ""


def _sent_to(base: str, action: str) -> str:
    """The page that a form sends to: its query is the form's own, its fragment is not sent."""
    return urljoin(base, action).partition("#")[0].partition("?")[0]


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
    if not response or response.status // 100 != 2 or not response.body:
        refused = response is not None and response.status in (400, 403)
        token = "csrf_token" in exchange.request.text
        beside = "It has <, & and quotes in it, as any message may; no other field came" + (
            " but csrf_token, as the form gave it." if token else "."
        )
        return f"{wanted} {happened(exchange)}." + f" {beside}" * refused
    if not (opens := opens_as_page(response)) and not _is_plain(response):
        return f"{wanted} it opens as no page: {opens.why}."
    there = _sent_word(exchange) in unescape(decoded(response))
    return None if there else f"{wanted} the message is not there."


def _is_plain(response: Response) -> bool:
    """Whether a browser shows it as it is, without looking for markup."""
    return computed_type(response) == "text/plain" and not saved(response)


def message_stays_text(evidence: Evidence, before: Evidence) -> str | None:
    """The markup in a message is shown as it was sent, and nothing of what was sent is obeyed."""
    exchange = _at(evidence, "POST")
    response = exchange.response
    answered = response and not message_is_answered(evidence, before)
    if not (response and answered):
        return None
    if why := next(filter(None, map(_obeyed(_sent_word(exchange)), pages(evidence))), None):
        return why
    sent = " ".join(parse_qs(exchange.request.text)["message"][0].split())
    if any(sent in " ".join(text.split()) for text in _texts(response)):
        return next(filter(None, map(_cut, pages(evidence))), None)
    why = _why_unseen(sent, response, _sent_word(exchange))
    if "&amp;lt;b&amp;gt;" in response.text:
        why = "it is escaped twice"
    elif decoded(response) != response.text:
        why = "a browser reads it in another encoding, as its type has no charset=utf-8"
    return f"Expected the answer to POST /contact to show a message as it was sent, {sent}; {why}."


def _why_unseen(sent: str, response: Response, word: str) -> str:
    """Why a visitor does not read a message as it was sent."""
    if any(unescape(sent) in " ".join(text.split()) for text in _texts(response)):
        return "the &lt;i&gt; in it shows as <i>: escape & as well"
    for node in _nodes(response, _UNSEEN):
        if word in node.text(deep=True) + " ".join(filter(None, node.attributes.values())):
            return f"it stands in a <{node.tag}>, where nobody sees it"
    return "no text that a visitor can see is that"


def _cut(page: tuple[Exchange, Response]) -> str | None:
    """That a page shows a long message without its end."""
    exchange, response = page
    sent = "".join(parse_qs(exchange.request.text).get("message", [""])[0].split())
    if len(sent) < LONG_ENOUGH or response.status != 200:
        return None
    shown = ["".join(text.split()) for text in _texts(response)]  # a line may end in a <br>
    if not any(sent[:BEGINNING] in text for text in shown) or any(sent in text for text in shown):
        return None
    return (
        f"Expected the answer to POST /contact to show the whole of a message of {len(sent)} "
        "characters; it shows how that begins, and not the rest as it was sent. Refuse what is too "
        "long, and change nothing in what you show."
    )


LONG_ENOUGH, BEGINNING = 1000, 40
"""Characters of a message that a page may cut, and of its beginning that is looked for."""


def _obeyed(word: str) -> Callable[[tuple[Exchange, Response]], str | None]:
    """Says what a browser makes of the word in a page, where that is a tag or an attribute."""

    def judge(page: tuple[Exchange, Response]) -> str | None:
        wanted = f"Expected {asked(page[0])} to show"
        if MADE_BY_A_TEMPLATE in page[1].text:
            return (
                f"{wanted} the {{{{{SUM}}}}} that was sent as text; a template made "
                f"{MADE_BY_A_TEMPLATE} of it. Hand a template values, and build it of none."
            )
        for node in _nodes(page[1]):
            if node.tag == word or (node.tag in ("b", "i") and node.text(deep=True) == word):
                sent = "&lt;i&gt;" if node.tag == "i" else f"<{node.tag}>"
                return (
                    f"{wanted} the {sent} that was sent as text; a browser makes a tag of it. "
                    "Escape all that a page repeats."
                )
            if any(word in name for name in node.attributes):
                return (
                    f"{wanted} quotes and blanks that were sent as text; a browser takes {word} "
                    f"behind them for an attribute of <{node.tag}>. Escape what a page repeats, "
                    "and put quotes around the attribute."
                )
        return None

    return judge


_UNSEEN = "script, style, title, template, [hidden], [hidden] *, input[type=hidden]"


def _texts(response: Response) -> Iterator[str]:
    """What a visitor may read: the texts of elements and the values of attributes."""
    if _is_plain(response):
        yield decoded(response)
    unseen = {node.mem_id for node in _nodes(response, _UNSEEN)}
    for node in _nodes(response):
        if node.mem_id not in unseen:
            yield node.text(deep=not node.css_first(_UNSEEN))
            yield from filter(None, node.attributes.values())


def _sent_word(exchange: Exchange) -> str:
    """The word of the message, which is also the name in its e-mail address."""
    return parse_qs(exchange.request.text)["email"][0].partition("@")[0]
