"""The contact form of exercise 2: what is asked of it, and what must hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from random import Random
from urllib.parse import parse_qs, quote, urlsplit

from helpers.caching import forbids_storing, forgets_cookies
from helpers.exchange import Exchange, Request, Response, get, post
from helpers.exercises import Evidence
from helpers.exercises.anywhere import all_of, answered, happened, only, without_nonces
from helpers.exercises.arrivals import FROM_ELSEWHERE
from helpers.exercises.blog_attacks import reports_elsewhere
from helpers.exercises.blog_everywhere import ON_ALL
from helpers.exercises.blog_links import leads_on
from helpers.exercises.blog_visits import BLOG, as_before, logged_in, send
from helpers.exercises.drawn import drawn
from helpers.exercises.each_response import CAREFUL
from helpers.exercises.in_words import asked
from helpers.exercises.of_pages import (
    no_form_to,
    outside_stays_out,
    own_forms_send,
    own_parts_load,
    parts_of,
    sandboxed,
)
from helpers.framing import may_frame
from helpers.page import Part, policy_of
from helpers.permissions import may_use, parse

DESK = "https://desk.test"
THANKS = f"{DESK}/thanks"
EVIL = "https://evil.test/"
MARKUP = f"'\"></textarea><a href={EVIL}>Log in again</a>"
"""A link to another site, for a page that repeats what it was asked for, and does not escape it."""
LOOSER = (
    "X-Frame-Options",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Origin",
    "Clear-Site-Data",
    "Refresh",
)
"""What a page may say beside its policy, and by which a new one could be worse than the others."""
REPEATED = ("email", "body", "from", "name", "message", "subject", "error")
"""What a form may be filled in with by its address, or a page may greet with."""
METHODS = ("method", "formmethod")
"""What says how a form sends: its own attribute, or its button's."""


def contact_requests(random: Random) -> Sequence[Request]:
    """A message, and one that another site's form sends; then the admin looks."""
    real, forged = (drawn(random) for _ in range(2))
    body = f'I\'m {real[::-1]}, which is "so" long a name that I write {real}'
    return [
        get("/", BLOG),
        post("/contact", BLOG, email="mallory@evil.test", body=forged + "-forged"),
        get("/contact", BLOG),
        get(f"/contact?email=mallory%40evil.test&body={forged}-forged", BLOG),
        send("/contact", email=f"{real}@blog.test", body=body),
        send(f"/contact?next={EVIL}", email="bea@blog.test", body="Hello", next=EVIL, to=EVIL),
        get(f"/contact?also={EVIL}&to={EVIL}&form_action={EVIL}&next={EVIL}", BLOG),
        send("/contact", email=MARKUP, body=""),
        get("/contact", BLOG, referer=EVIL),
        get("/contact?" + "&".join(f"{name}={quote(MARKUP)}" for name in REPEATED), BLOG),
        get("/posts/1?next=/contact&desk=1&to=contact&from=/contact", BLOG),
        get("/images/404", BLOG),
        *[get("/register", BLOG, **each) for each in FROM_ELSEWHERE],
        *[get(path, BLOG) for path in ("/posts/1", "/posts/2", "/search?q=tea", "/register")],
        *[post(path, BLOG) for path in ("/login", "/posts/1", f"/{forged}")],
        *[get(f"/{path}", BLOG) for path in (real, f"contact{real}", f"contact/{real}")],
        *logged_in("admin"),
        *[get(path, BLOG) for path in ("/admin/", "/profile", "/contact")],
        get("/profile", BLOG, referer=f"{BLOG}/contact"),
    ]


def _is_form(exchange: Exchange) -> bool:
    return exchange.request.method == "GET" and exchange.request.url == f"{BLOG}/contact"


def _is_other(exchange: Exchange) -> bool:
    """Neither the page that is added, nor the one that shows what came of it."""
    return urlsplit(exchange.request.url).path not in ("/contact", "/admin/")


def _sent(evidence: Evidence, forged: bool) -> tuple[Exchange, Response, str]:
    """The message with a token, or the one without: its exchange and its text."""
    for exchange, response in answered(evidence):
        body = parse_qs(exchange.request.text).get("body", [""])[0]
        meant = exchange.request.url.endswith("/contact") and body
        if meant and body.endswith("-forged") is forged:
            return exchange, response, body
    raise LookupError("no message was sent")


def _admin_sees(evidence: Evidence, *texts: str) -> bool:
    """Whether an admin reads these texts on the page, in this order."""
    shown = re.compile(".*".join(map(re.escape, texts)), re.DOTALL)
    return any(
        exchange.request.url.endswith("/admin/") and shown.search(unescape(response.text))
        for exchange, response in answered(evidence)
    )


def forged_is_refused(evidence: Evidence, _before: Evidence) -> str | None:
    """What another site's form sends has no token: it is an error, and no message."""
    exchange, response, body = _sent(evidence, forged=True)
    if response.status == 404 or _admin_sees(evidence, body) or response.status < 400:
        by_get = "a GET with the same fields keeps it"
        did = by_get if response.status == 400 else happened(exchange)
        message = f"{exchange.request}, a message without the token,"
        return f"Expected {message} to be refused with status 400; {did}."
    return None


def no_form_leads_away(evidence: Evidence, before: Evidence) -> str | None:
    """No page's policy lets forms send to a stranger, and only the new one's to desk.test."""
    to_desk = only(_is_other, no_form_to(THANKS))
    to_strangers = no_form_to(EVIL, all_but=[BLOG, DESK])
    return to_strangers(evidence, before) or to_desk(evidence, before)


def arrives(evidence: Evidence, _before: Evidence) -> str | None:
    """A message is answered with a redirect to the thanks, and the admin sees it."""
    if any(_is_form(each) and _by_get(each) for each in evidence.exchanges):
        return (
            'Expected the form of GET /contact to have method="post"; it has not, so a browser '
            "puts the message into an address, and it is not saved."
        )
    exchange, response, body = _sent(evidence, forged=False)
    wanted = f"Expected {exchange.request} to send the browser on to {THANKS}"
    if response.status in (307, 308) and response.header("Location") == THANKS:
        again = f"with {response.status} the browser sends the message there once more."
        return f"{wanted} with status 303, say; {again}"
    if response.status not in (301, 302, 303):
        lacks = response.status == 400 and "CSRF" not in response.text
        field = " Does the view ask the form for a field by another name?" * lacks
        return f"{wanted}, as status 303 does; {happened(exchange)}.{field}"
    if (place := response.header("Location")) != THANKS:
        return f"{wanted}; it sends it to {place or 'no address'}."
    if astray := _led_astray(evidence):
        return f"Expected every message to lead to {THANKS}; one with ?next={EVIL} leads {astray}."
    email = f"{body.split()[-1]}@blog.test"
    if _admin_sees(evidence, email, email):
        return "Expected POST /contact to keep one message; GET /admin/ shows it twice."
    if not _admin_sees(evidence, email, body):
        return (
            "Expected GET /admin/ to show the message of POST /contact, its email and its whole "
            "body; it does not."
        )
    return None


def _led_astray(evidence: Evidence) -> str:
    """Where whoever asks leads the sender of a message, instead of to the thanks."""
    for exchange, response in answered(evidence):
        place = response.header("Location")
        if exchange.request.url.endswith(f"?next={EVIL}") and place != THANKS:
            return f"to {place}" if place else "nowhere"
    return ""


def reader_may_follow(evidence: Evidence, _before: Evidence) -> str | None:
    """The page has the form, and its policy lets a form send to the blog and on to desk.test."""
    for exchange, response in answered(evidence):
        if not _is_form(exchange):
            continue
        url = exchange.request.url
        if response.status != 200 or not _forms(exchange):
            none = ", and none of its forms does" * (response.status == 200)
            wanted = "Expected GET /contact to show a form that posts to it;"
            return f"{wanted} {happened(exchange)}{none}."
        if hindered := sandboxed(policy_of(response, url)):
            return f"Expected the form of GET /contact to send; as to its policy, {hindered}."
        if forgets_cookies(response):
            return (
                "Expected the form of GET /contact to send; its Clear-Site-Data takes the cookie "
                "away, without which the blog refuses it."
            )
        for target in (url, THANKS):
            verdict = policy_of(response, url).allows("form-action", target, page=url)
            if not verdict:
                return (
                    f"Expected GET /contact to let its form lead to {target}; Chromium "
                    f"stops there. {verdict.why}"
                )
    return None


def _forms(exchange: Exchange) -> list[Part]:
    """The forms, and their buttons, that send to the page itself."""
    every = [part for part in parts_of(exchange) if part.kind == "form-action"]
    return [part for part in every if part.url == exchange.request.url]


def _by_get(exchange: Exchange) -> bool:
    """Whether none of them sends by POST: a form gets unless it is told otherwise."""
    named = [part.attributes.get(name, "") for part in _forms(exchange) for name in METHODS]
    return bool(named) and "post" not in map(str.lower, named)


def is_a_page_of_the_blog(evidence: Evidence, before: Evidence) -> str | None:
    """The new page has the style, scripts and menu of every page, and they work."""
    return only(_is_form, all_of(own_parts_load, own_forms_send))(evidence, before)


def as_strict_as_before(evidence: Evidence, before: Evidence) -> str | None:
    """Every page keeps out what it kept out, the new one what its address kept out before."""
    if why := outside_stays_out(evidence, before) or _headers_kept(evidence, before):
        return why
    for exchange, response in answered(evidence):
        if framing := may_frame(response, exchange.request.url, EVIL):
            return (
                f"Expected a browser to refuse {asked(exchange)} in a frame of evil.test; it "
                f"shows it, because {framing.why}."
            )
    return _leads_on(evidence, before)


_leads_on = only(lambda exchange: not _is_other(exchange), leads_on)


def _headers_kept(evidence: Evidence, before: Evidence) -> str | None:
    """Each page has the headers that its address had, and lets nobody keep it who may not."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        if not (now.request.method == "GET" and now.response and then.response):
            continue
        page = asked(now)
        for name in (*ON_ALL[1:], *LOOSER):
            sent, had = (each.response.header(name) for each in (now, then) if each.response)
            if sent != had and not _is_careful(name, sent or ""):
                return (
                    f"Expected {page} to have {name} as its address had it before, "
                    f"{had or 'none'}; it has {'none' if sent is None else sent or 'an empty one'}."
                )
        if why := _permits(now, then.response) or reports_elsewhere(now, now.response):
            return why
        if forbids_storing(then.response) and not forbids_storing(now.response):
            return (
                f"Expected {page} to send Cache-Control: no-store, as its address did before; "
                f"it sends {now.response.header('Cache-Control') or 'none'}."
            )
    return None


def _is_careful(name: str, sent: str) -> bool:
    """Whether no value that the blog may have sent is stricter than this one."""
    strictest = name == "X-Frame-Options" and sent.strip().lower() == "deny"
    return strictest or (name == "Referrer-Policy" and sent in CAREFUL)


def _permits(now: Exchange, then: Response) -> str | None:
    """What a page's Permissions-Policy lets it use that its address forbade before."""
    page = now.request.url
    for feature in parse(then.header("Permissions-Policy") or ""):
        permission = now.response and may_use(now.response, page, feature, BLOG)
        if permission and not may_use(then, page, feature, BLOG):
            return (
                f"Expected {asked(now)} to forbid {feature}, as its address did before; it allows "
                f"it, because {permission.why}."
            )
    return None


def _refused_as_before(evidence: Evidence, before: Evidence) -> str | None:
    """A form of the blog's that comes without the token is refused, and in the same words."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        request, refused = now.request, then.response and then.response.status == 400
        if not (refused and now.response and then.response and request.method == "POST"):
            continue
        if without_nonces(now.response).body != without_nonces(then.response).body:
            did = happened(now) if now.response.status != 400 else "it shows another reason"
            return f"Expected {request} without the token to be refused as before; {did}."
    return None


others_as_before = only(_is_other, all_of(_refused_as_before, as_before))
