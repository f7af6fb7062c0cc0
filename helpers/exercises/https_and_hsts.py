"""Lesson 04, HTTPS and HSTS: a header that holds, a policy for each environment, the next step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from helpers.exercises import (
    Exercise,
    Factory,
    Judgement,
    Requests,
    Value,
    no_worse,
    still,
    stops,
)
from helpers.exercises.anywhere import all_of, by_browser, no_duplicates, only
from helpers.exercises.entries import entry, of_several_lines
from helpers.exercises.https_judgements import (
    Judge,
    answers_as_before,
    arrives_as_before,
    asked_by,
    asks_for_no_place,
    at_names_below_too,
    believes_no_client,
    for_seconds,
    keeps_to_https,
    meant,
    not_at_names_below,
    notes_nothing,
    sent_on_to_https,
    where_noted,
    wrong_length,
)
from helpers.exercises.https_shops import (
    DESK,
    ENVIRONMENTS,
    LAPTOP,
    OTHER_NAMES,
    SHOP,
    STAGING,
    STORE,
    TRIAL,
    WWW,
    broken_shop,
    environment_requests,
    plain_shop,
    shop_requests,
)
from helpers.exercises.set_cookies import (
    cookie_for,
    hidden_from_scripts,
    kept_by_browsers,
    not_for_other_sites,
)
from helpers.hsts import Noted, parse, unfit_for_the_list

FIVE_MINUTES, WEEK, DAYS_28, DAYS_31, YEAR = 300, 604_800, 2_419_200, 2_678_400, 31_536_000

HEADER_THAT_HOLDS = Exercise(
    id="04-1",
    title="A header that holds",
    answer="app",
    probe=Requests(shop_requests, broken_shop),
    requirements=[
        stops(
            "After https://shop.test a browser keeps to https there",
            only(by_browser, asked_by("https", (SHOP,), keeps_to_https)),
        ),
        stops(
            "It does so at every name below, such as api.shop.test",
            only(by_browser, where_noted((SHOP,), "with all names below", at_names_below_too)),
        ),
        stops(
            "After any page of https://www.shop.test it keeps to https there",
            only(by_browser, asked_by("https", (WWW,), keeps_to_https)),
        ),
        stops(
            "All this holds for at least a year",
            only(
                by_browser,
                where_noted((SHOP, WWW), "for at least a year", partial(for_seconds, YEAR, None)),
            ),
        ),
        still(
            "http leads to https, and shop.test to www.shop.test",
            arrives_as_before((SHOP, WWW)),
        ),
        no_worse(
            "Every page still answers as it did", asked_by("https", (SHOP, WWW), answers_as_before)
        ),
        no_worse(
            "Neither name asks for a place on the preload list",
            asked_by("https", (SHOP, WWW), asks_for_no_place),
        ),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "The value is wrong in two places. What ends a directive, and what stands between a name "
        "and its number?",
        "Which status does https://shop.test/ answer with? What does the hook do then?",
        'Read "Who has to send it", under Mistakes people make.',
    ],
)

GUARDED = (STAGING, SHOP)
GUARDED_TOO, OPEN_TOO = (*GUARDED, TRIAL, STORE), (LAPTOP, DESK)


def asked(scheme: str, hosts: tuple[str, ...], judge_one: Judge) -> Judgement:
    """What a client asks that forges nothing gives that judge no reason to complain."""
    return only(meant, asked_by(scheme, hosts, judge_one))


def noted_for(hosts: tuple[str, ...], wanted: str, least: int, most: int | None) -> Judgement:
    """A browser notes each of these hosts, and for so many seconds."""
    return only(meant, where_noted(hosts, wanted, partial(for_seconds, least, most)))


ENVIRONMENT = Exercise(
    id="04-2",
    title="One app, three environments",
    answer="create_app",
    probe=Factory(environment_requests, plain_shop, ENVIRONMENTS | OTHER_NAMES),
    requirements=[
        stops(
            "staging, production: after https, a browser keeps to https",
            asked("https", GUARDED_TOO, keeps_to_https),
        ),
        stops(
            "staging: for five minutes; production: for at least a year",
            all_of(
                noted_for((STAGING, TRIAL), "for five minutes", FIVE_MINUTES, FIVE_MINUTES),
                noted_for((SHOP, STORE), "for at least a year", YEAR, None),
            ),
        ),
        no_worse(
            "staging, production: names below can be asked by http",
            asked("https", GUARDED, not_at_names_below),
        ),
        stops(
            "staging, production: http is sent on to https",
            asked("http", GUARDED_TOO, partial(sent_on_to_https, False)),
        ),
        no_worse(
            "What a client writes as if it were a proxy changes nothing",
            believes_no_client(tuple(ENVIRONMENTS)),
        ),
        stops(
            "staging, production: the session cookie is Secure, and goes to no other name",
            all_of(
                asked("https", GUARDED, partial(cookie_for, True)),
                asked("https", GUARDED, hidden_from_scripts),
                asked("https", GUARDED, not_for_other_sites),
            ),
        ),
        still(
            "staging, production: by https, every page answers and a login is kept",
            asked("https", GUARDED, answers_as_before),
        ),
        still(
            "development: by http, every page answers and a login is kept",
            all_of(
                asked("http", (LAPTOP,), kept_by_browsers),
                asked("http", OPEN_TOO, answers_as_before),
                asked("http", (LAPTOP,), partial(cookie_for, False)),
            ),
        ),
        no_worse(
            "development: a browser notes nothing",
            asked_by("https", OPEN_TOO, notes_nothing),
        ),
        no_worse(
            "staging, production: nothing asks for a place on the preload list",
            asked("https", GUARDED_TOO, asks_for_no_place),
        ),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "In which environment does request.is_secure not say what the browser did? Only there "
        "does something have to be put around the app.",
        "For HSTS a dict with staging and production is enough: development, which is not in it, "
        "gets no hook.",
        "The cookie is a matter of app.config: SESSION_COOKIE_SECURE. ProxyFix has a number for "
        "each field a proxy may write, x_for and x_proto among them: how many proxies write each "
        "of them here?",
        'Read "Behind a proxy" and "One app for each environment", under Mistakes people make.',
    ],
)

TODAY = {
    "a": "max-age=300",
    "b": "max-age=604800",
    "c": "max-age=63072000; includeSubDomains",
    "d": "max-age=63072000; includeSubDomains",
    "e": "max-age=63072000; includeSubDomains",
}
"""What the shop of exercise 3 sends today, in five situations."""


def sent(letter: str, holds: Callable[[str], str]) -> Judgement:
    """What is sent in that situation gives no reason to complain."""

    def judge_one(value: str | None) -> str | None:
        why = holds(value or "")
        several = of_several_lines(f'following["{letter}"]', value or "")
        return several or (f'Expected following["{letter}"] to {why}' if why else None)

    return entry("following", letter, str | None, "text", judge_one)


def header(letter: str, holds: Callable[[Noted], str]) -> Judgement:
    """What is sent in that situation, as a browser reads it, gives no reason to complain."""
    nothing = Noted(None, why="without a value no header is sent")
    return sent(letter, lambda value: holds(parse(value) if value else nothing))


def _holds_for(least: int, most: int | None) -> Callable[[Noted], str]:
    return lambda found: f"be noted {why}" if (why := wrong_length(found, least, most)) else ""


def _spares_names_below(found: Noted) -> str:
    kept = "let names below go by http; it does not, because"
    return f"{kept} {found.why}." if found.include_subdomains and found else ""


def _frees_names_below(found: Noted) -> str:
    if found.max_age is None:
        return f"free the names below; a browser keeps what it noted, because {found.why}."
    return _spares_names_below(found)


def _keeps(found: Noted) -> str:
    """A value that notes nothing leaves what a browser had noted."""
    why = "" if found.max_age is None else wrong_length(found, YEAR, None)
    return f"keep shop.test on https {why}" if why else ""


def _forgets(found: Noted) -> str:
    if found.max_age:
        return f"make a browser forget shop.test; it still notes it, for max-age={found.max_age}."
    stays = "make a browser forget shop.test; it does not, because"
    return "" if found.max_age == 0 else f"{stays} {found.why}."


def _fits_the_list(value: str) -> str:
    why = unfit_for_the_list(value) if value else "without a value no header is sent"
    return f"be taken by the preload list; it is not, because {why}." if why else ""


NEXT_STEP = Exercise(
    id="04-3",
    title="The next step, and the way back",
    answer="following",
    probe=Value(given=TODAY),
    requirements=[
        stops("a: a week", header("a", _holds_for(WEEK, WEEK))),
        stops("a: names below can be reached by http", header("a", _spares_names_below)),
        stops("b: a month", header("b", _holds_for(DAYS_28, DAYS_31))),
        stops("b: the printer can be reached by http", header("b", _spares_names_below)),
        stops("c: old.shop.test can be reached by http again", header("c", _frees_names_below)),
        stops("c: shop.test itself keeps to https, for a year or more", header("c", _keeps)),
        stops("d: browsers forget shop.test", header("d", _forgets)),
        stops("e: the preload list takes it", sent("e", _fits_the_list)),
    ],
    hints=[
        "The steps are in a table in the lesson, in seconds. For a, look for what it sends today, "
        "and go one row down.",
        "For a and b, ask of which names below it is known that they have https.",
        "For c and d: a browser replaces what it noted by what the next response says. What does "
        "it do when the next response says nothing?",
        'Read "Start small" under Mistakes people make, and "Taking it back" under How it works.',
    ],
)

EXERCISES = (HEADER_THAT_HOLDS, ENVIRONMENT, NEXT_STEP)
