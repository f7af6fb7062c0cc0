"""Lesson 14, extensions: the same by two of them, one of your own, one route's policy."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from helpers.csp import Policy
from helpers.exercises import Exercise, Factory, Requests, Use, no_worse, still, stops
from helpers.exercises.anywhere import all_of, by_https, no_duplicates, only, same_bodies
from helpers.exercises.each_response import CAREFUL, never_sniffed, tells_little
from helpers.exercises.extension_judgements import (
    framed_by,
    framed_only_by,
    in_the_open,
    keeps_its_own,
    nothing_of_the_other,
    on_each,
    other_headers_stay,
    sends,
    unlike_home,
)
from helpers.exercises.extension_policies import (
    Where,
    allow_and_forbid_the_same,
    forbids,
    nothing_foreign,
    nothing_inline,
    own_files_load,
    own_parts_load,
    stays_here,
)
from helpers.exercises.extension_shops import (
    FIRST,
    IMAGES,
    MAPS,
    OTHER,
    OTHER_SENT,
    PARTNER,
    SECOND,
    SENT,
    SHOP,
    WORDS,
    Idle,
    map_requests,
    map_shop,
    protected,
    protected_requests,
    two_ways,
    two_ways_requests,
)
from helpers.exercises.https_and_hsts import YEAR
from helpers.exercises.https_judgements import (
    answers_as_before,
    asked_by,
    for_seconds,
    sent_on_to_https,
)
from helpers.exercises.nonces import no_known_nonce
from helpers.exercises.set_cookies import cookie_for, hidden_from_scripts, not_for_other_sites

BOTH = tuple(WORDS)
INLINE = "Nothing inline runs or styles"
FOREIGN = "Nothing foreign loads but the"

OWN = "default-src 'self'; base-uri 'self'; form-action 'self'"
WITH_IMAGES = Policy(f"{OWN}; img-src 'self' {IMAGES}")
WITH_MAPS = Policy(f"{OWN}; frame-src 'self' {MAPS}")
"""The widest policies that fit the two shops."""

TWO_WAYS = Exercise(
    id="14-1",
    title="From Talisman to secure, and back",
    answer="create_app",
    probe=Factory(two_ways_requests, two_ways, WORDS),
    requirements=[
        stops(
            "http is sent on to https",
            all_of(asked_by("http", BOTH, partial(sent_on_to_https, False)), in_the_open),
        ),
        stops(
            "Nobody passes for https by writing X-Forwarded-Proto",
            asked_by("http", BOTH, partial(sent_on_to_https, True)),
        ),
        stops(
            "After https a browser keeps to it for at least a year",
            asked_by("https", BOTH, partial(for_seconds, YEAR, None)),
        ),
        stops(
            "The session cookie is Secure and HttpOnly, and not SameSite=None",
            all_of(
                asked_by("https", BOTH, partial(cookie_for, True)),
                asked_by("https", BOTH, hidden_from_scripts),
                asked_by("https", BOTH, not_for_other_sites),
            ),
        ),
        stops(INLINE, all_of(nothing_inline(WITH_IMAGES), no_known_nonce)),
        stops(f"{FOREIGN} image", nothing_foreign(WITH_IMAGES)),
        stops("No <base> counts, and no form goes elsewhere", stays_here(WITH_IMAGES)),
        stops("No other site can frame a page", framed_only_by()),
        stops(
            "Every response has nosniff and a careful Referrer-Policy",
            all_of(on_each(never_sniffed), on_each(partial(tells_little, CAREFUL))),
        ),
        still("The page's own parts and its image load", all_of(own_parts_load(), own_files_load)),
        still(
            "Every page answers, and a login is kept", asked_by("https", BOTH, answers_as_before)
        ),
        no_worse("Both allow and forbid the same", allow_and_forbid_the_same),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "Write the policy once, as a dict with a value for each directive. Talisman takes the dict "
        "itself; secure takes one text, with semicolons between the directives.",
        "secure sets headers and nothing else. Which two things does Talisman do besides, that "
        "have to be written by hand here?",
        "A header that only a proxy may write can be taken out before either extension reads it, "
        "by a piece of middleware around the app.",
        'Read "The same from all three" under How it works, and "A header that anybody can '
        'write" under What it does not stop.',
    ],
)


EXTENSION = Exercise(
    id="14-2",
    title="An extension of your own",
    answer="SecurityHeaders",
    probe=Use(protected_requests, Idle, protected),
    requirements=[
        stops(
            "first.test: pages and errors carry what update_header was told",
            sends(SENT, [FIRST]),
        ),
        stops("second.test, by the same extension: so do they", sends(SENT, [SECOND])),
        stops("other.test, by another extension: it has its own", sends(OTHER_SENT, [OTHER])),
        still("A view that sends a header itself keeps its own value", keeps_its_own),
        no_worse("Two extensions share nothing", nothing_of_the_other),
        no_worse("Every page still answers as it did", all_of(same_bodies, other_headers_stay)),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "__init__ makes an empty dict, update_header puts a value into it, init_app registers a "
        "hook with the app. Which of the three belongs to one object, and which to one app?",
        "Where must the dict be made so that two SecurityHeaders() do not share it? And what key "
        "do x-frame-options and X-Frame-Options have in common?",
        "The hook gets a response that a view may already have written to. Of the three ways to "
        "set a header, in lesson 01, which one leaves that alone?",
        'Read "Flask\'s extension pattern", under How it works.',
    ],
)


def _is(*paths: str) -> Where:
    """A GET of one of these paths."""
    return lambda each: each.request.method == "GET" and urlsplit(each.request.url).path in paths


def _is_not(*paths: str) -> Where:
    return lambda each: urlsplit(each.request.url).path not in paths


ONE_ROUTE = Exercise(
    id="14-3",
    title="What two routes need, for two routes",
    answer="app",
    probe=Requests(map_requests, map_shop),
    requirements=[
        stops(
            "Only /map may show a frame of maps.test",
            forbids([("a frame of maps.test", "frame", f"{MAPS}/berlin")], _is_not("/map")),
        ),
        stops("partner.test can frame only /widget", framed_by(PARTNER, False, _is_not("/widget"))),
        still("/map shows the map", unlike_home("/map", own_parts_load(_is("/map")))),
        still(
            "partner.test can frame /widget",
            unlike_home("/widget", framed_by(PARTNER, True, _is("/widget"))),
        ),
        still("The pages' own script loads", own_parts_load(_is_not("/map"))),
        no_worse(INLINE, all_of(nothing_inline(WITH_MAPS), no_known_nonce)),
        no_worse(f"{FOREIGN} map", nothing_foreign(WITH_MAPS)),
        no_worse("No <base> counts, and no form goes elsewhere", stays_here(WITH_MAPS)),
        no_worse("No site but partner.test can frame a page", framed_only_by(PARTNER)),
        no_worse(
            "Every other rule stays: https, nosniff, Referrer-Policy, no plugins",
            all_of(
                asked_by("http", ("shop.test",), partial(sent_on_to_https, False)),
                asked_by("https", ("shop.test",), partial(for_seconds, YEAR, None)),
                on_each(never_sniffed),
                on_each(partial(tells_little, CAREFUL)),
                forbids([("an <object> of its own", "object", f"{SHOP}/x.png")]),
            ),
        ),
        no_worse("Every page still answers as it did", only(by_https, same_bodies)),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "First make the policy for all pages as strict as / and /account need it. Then say more "
        "for two views only.",
        "What a view's option content_security_policy gives replaces the whole policy. Make it "
        "from the common one, {**COMMON, ...}, and give it under that name.",
        'Read "One view, another policy", under How it works.',
    ],
)

EXERCISES = (TWO_WAYS, EXTENSION, ONE_ROUTE)
