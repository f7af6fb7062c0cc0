"""Lesson 01, headers by hand: every response of an app, whatever its status, carries them."""

from __future__ import annotations

import re
from functools import partial

from helpers.csp import Policy
from helpers.exchange import Request, Response
from helpers.exercises import Call, Evidence, Exercise, no_worse, still, stops
from helpers.exercises.anywhere import (
    all_of,
    answered,
    happened,
    no_duplicates,
    opened_up,
    shows_instead,
)
from helpers.exercises.arrivals import EVIL
from helpers.exercises.each_response import (
    CAREFUL,
    cannot_be_framed_by,
    every_response,
    never_sniffed,
    tells_little,
)
from helpers.exercises.header_shops import header_shop
from helpers.exercises.header_visits import plain_visits, shop_visits
from helpers.exercises.in_words import told
from helpers.exercises.of_pages import sandboxed
from helpers.exercises.wsgi_shop import plain_shop
from helpers.framing import may_frame

SHOP = "https://shop.test"

ADDED = ("x-frame-options", "x-content-type-options", "referrer-policy")
"""Fields an answer may add or change. Every other field stays as it was."""

SPOILS = {
    "Cache-Control": ("public|max-?age=[1-9]", "a cache shows it later, or to somebody else"),
    "Content-Disposition": ("attachment", "a browser saves the page and does not show it"),
    "Content-Encoding": ("", "a browser unpacks a body that is not packed"),
    "Refresh": ("", "a browser leaves the page, or loads it again"),
    "Set-Cookie": (
        "(^|, )session=|max-age=(0|-)|expires=thu, 01.jan.1970",
        "a browser forgets that cookie, or replaces it",
    ),
}
"""Fields that break any app if they come with each page: by which pattern in them, and how."""


def can_be_framed_by(embedder: str, request: Request, response: Response) -> str | None:
    """A page of that origin shows the response in a frame."""
    if framing := may_frame(response, request.url, embedder + "/"):
        return None
    return (
        f"Expected a browser to show {request} in a frame of {embedder}, as that page asks; "
        f"it refuses, because {framing.why}."
    )


def own_framing(evidence: Evidence, before: Evidence) -> str | None:
    """A page that sent X-Frame-Options itself can be framed by the shop if it could before."""
    for (exchange, now), (_, then) in zip(answered(evidence), answered(before), strict=True):
        if then.header("X-Frame-Options"):
            could = may_frame(then, exchange.request.url, SHOP + "/")
            judge_one = can_be_framed_by if could else cannot_be_framed_by
            if why := judge_one(SHOP, exchange.request, now):
                return why + _of_its_own(then, "X-Frame-Options")
    return None


def _of_its_own(then: Response, name: str) -> str:
    """What the page sends itself, spelt as it spells it, in a sentence."""
    sent = [f"{each}: {value}" for each, value in then.headers if each.lower() == name.lower()]
    return f" The page itself sends {' and '.join(sent)}."


def own_referrer_policy(evidence: Evidence, before: Evidence) -> str | None:
    """A page that sent Referrer-Policy itself sends what it sent."""
    for (exchange, now), (_, then) in zip(answered(evidence), answered(before), strict=True):
        own = then.header("Referrer-Policy")
        if own and (why := tells_little([own], exchange.request, now)):
            return why + _of_its_own(then, "Referrer-Policy")
    return None


def one_value(request: Request, response: Response) -> str | None:
    """X-Frame-Options and X-Content-Type-Options hold one value, no list."""
    for name in ("X-Frame-Options", "X-Content-Type-Options"):
        sent = response.header(name) or ""
        if "," in sent:
            return f"Expected one value in {name}; {request} answered with {sent}."
    return None


def unchanged(evidence: Evidence, before: Evidence) -> str | None:
    """Status, body and every field but those an answer may add are what they were."""
    for (exchange, now), (_, then) in zip(answered(evidence), answered(before), strict=True):
        if now.status != then.status:
            asked = told(exchange.request)
            return f"Expected {asked} to answer {then.status}; {happened(exchange)}."
        if now.body != then.body:
            return f"Expected {exchange.request} to {shows_instead(then, now)}."
        for name in dict.fromkeys(name.lower() for name, _ in then.headers):
            if name not in ADDED and _sent(now, name) != _sent(then, name):
                return (
                    f"Expected {exchange.request} to send {name.title()}: {_sent(then, name)}, "
                    f"as before; it sends {_sent(now, name) or 'none'}."
                )
        if why := opened_up(exchange, then) or _spoilt(now, then):
            return f"Expected {exchange.request} to work as before; {why}."
    return None


def _sent(response: Response, name: str) -> str | None:
    """The field's value; the methods of Allow, which come in any order, sorted."""
    value = response.header(name)
    return ", ".join(sorted(value.split(", "))) if value and name == "allow" else value


def _spoilt(now: Response, then: Response) -> str | None:
    """What breaks because of a field that came in addition."""
    for name, (word, why) in SPOILS.items():
        value = now.header(name) or ""
        if value and re.search(word, value.lower()) and not then.header(name):
            return f"it sends {name}: {value}, so {why}"
    policy = Policy(*now.all("Content-Security-Policy"))
    if not any(
        policy.allows(kind, f"{SHOP}/own", page=SHOP) for kind in ("script", "style", "img")
    ):
        return "its Content-Security-Policy lets no script, style or image of the shop's own load"
    if not policy.allows("form-action", f"{SHOP}/own", page=SHOP):
        return "its Content-Security-Policy lets no form of the shop's be sent"
    hindered = sandboxed(policy)
    return f"as to its Content-Security-Policy, {hindered}" if hindered else None


def sent_at_once(evidence: Evidence, before: Evidence) -> str | None:
    """A piece of a body reaches the server before the next is made (PEP 3333, block boundaries)."""
    for (exchange, now), (_, then) in zip(answered(evidence), answered(before), strict=True):
        if exchange.request.url == f"{SHOP}/orders" and (then.status, now.status) == (200, 500):
            return (
                f"Expected the first piece of {exchange.request} to be sent before the second is "
                "made; all were made first, so the error midway replaced the page by status 500."
            )
    return None


NOT_FRAMED = stops(
    "No page can be framed by evil.test, error pages included",
    every_response(partial(cannot_be_framed_by, EVIL)),
)
NOT_SNIFFED = stops(
    "Every response carries X-Content-Type-Options: nosniff", every_response(never_sniffed)
)
REFERRER_POLICY = stops(
    "Every response carries a careful Referrer-Policy",
    every_response(partial(tells_little, CAREFUL)),
)
OWN_FRAMING = still("Pages with an X-Frame-Options of their own keep it", own_framing)
OWN_REFERRER_POLICY = still(
    "Pages with a Referrer-Policy of their own keep it", own_referrer_policy
)
ASKED = [
    NOT_FRAMED,
    NOT_SNIFFED,
    REFERRER_POLICY,
    OWN_FRAMING,
    OWN_REFERRER_POLICY,
    no_worse("No header is sent twice", all_of(no_duplicates, every_response(one_value))),
]
"""Both exercises ask for this, of two very different apps."""


BY_HAND = Exercise(
    id="01-1",
    title="Three headers on every response",
    answer="secure_headers",
    probe=Call(shop_visits, header_shop, in_place=True),
    requirements=[
        *ASKED,
        no_worse("Every page still answers as it did, with its other headers", unchanged),
    ],
    hints=[
        "A hook belongs inside secure_headers, on the app it is called with. Which decorator "
        "runs for 404 and 500 as well? And what must the hook return?",
        "Some pages set one or two of the three headers themselves. There are three ways to set a "
        "header: which of them leaves a value that is there alone?",
        'Read "Three ways to set", under How it works.',
    ],
)


BY_MIDDLEWARE = Exercise(
    id="01-2",
    title="The same for any app, as WSGI middleware",
    answer="SecurityHeaders",
    probe=Call(plain_visits, plain_shop),
    requirements=[
        *ASKED,
        no_worse(
            "Every page still answers as it did: headers, late start, exc_info, write, close",
            all_of(sent_at_once, unchanged),
        ),
    ],
    hints=[
        "The headers pass through start_response. Give the wrapped app a function of your own in "
        "its place, which adds to the list and then calls the real one.",
        "Your function gets a status, a list of pairs, and sometimes exc_info. It must pass on "
        "all three, and return what the real one returns.",
        "Header names are written in any case. Compare them in lower case before you add one.",
        'Read "What middleware has to pass on", under Further out: middleware.',
    ],
)

EXERCISES = (BY_HAND, BY_MIDDLEWARE)
