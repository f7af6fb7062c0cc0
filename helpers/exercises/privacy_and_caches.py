"""Lesson 13: what stays behind after logout, which features a page keeps, which headers to send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile
from random import Random
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, redirect, request

from helpers.caching import (
    cleared,
    directives,
    forbids_sharing,
    forbids_storing,
    forgets_cookies,
    shared_seconds,
)
from helpers.cookies import attributes
from helpers.exchange import Exchange, Request, Response, get
from helpers.exercises import Evidence, Exercise, Judgement, Requests, no_worse, still, stops
from helpers.exercises.anywhere import all_of, answered, happened, no_duplicates, same_bodies
from helpers.exercises.arrivals import FROM_ELSEWHERE
from helpers.exercises.drawn import drawn
from helpers.exercises.in_words import asked
from helpers.exercises.permissions_policy import PERMISSIONS
from helpers.exercises.sixteen_headers import SIXTEEN

BANK = "https://bank.test"


def bank() -> Flask:
    """The app of exercise 2: an account behind a login, and pages for everybody."""
    app = Flask("bank")

    @app.get("/login")
    def login() -> Any:
        response = redirect("/account")
        response.set_cookie("user", "ann", secure=True, httponly=True, samesite="Lax")
        return response

    @app.get("/account")
    def account() -> Any:
        user = request.cookies.get("user")
        return f"<h1>{user}: 1000 EUR</h1>" if user else redirect("/")

    @app.get("/payments/<name>")
    def payments(name: str) -> Any:
        user = request.cookies.get("user")
        return f"<h1>{user} pays {name}</h1>" if user else redirect("/")

    @app.get("/logout")
    def logout() -> Any:
        response = redirect("/")
        response.delete_cookie("user", secure=True, httponly=True, samesite="Lax")
        return response

    @app.get("/")
    def home() -> Any:
        return "<h1>The bank</h1>"

    @app.get("/logo.svg")
    def logo() -> Any:
        return "<svg/>", {"Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=3600"}

    return app


def _visit(random: Random) -> list[Request]:
    """Log in, look around, log out; then somebody else does. Who and what has a fresh name.

    Some pages are opened by typing their address, and some by a link in another.
    """
    name = drawn(random)
    payments = (f"/payments/{name}", "/payments/logout", "/logout-help", "/?clear=1&logout=1")
    inside = ("/account", *payments, "/", "/?to=/logout", f"/{name}")
    paths = (*inside, "/logo.svg", "/account", *["/logout", "/account", "/"] * 2, "/account")
    other = (f"/account?month={name}", f"/payments/{name}", f"/payments/J.{name}.svg", "/logout")
    said = {"cookie": f"theme=dark; user={name}.2", "referer": f"{BANK}/"}
    return [
        *(get(path, BANK) for path in ("/login", "/account")),
        *(get(path, BANK, referer=f"{BANK}/account") for path in inside),
        replace(get("/", BANK), method="HEAD"),
        get("/account", BANK, cache_control="max-age=0", pragma="no-cache"),  # after F5
        get("/account", BANK, accept="*/*", sec_fetch_mode="cors", sec_fetch_dest="empty"),
        *(get(path, BANK) for path in paths),
        *(get(path, BANK, **said) for path in (*other, "/logout?next=/")),
        replace(get("/account", BANK), method="POST"),
        get("/account", BANK, referer=f"{BANK}/logout"),
        get("/logout", BANK, cookie="theme=dark"),  # the login has run out; what was stored has not
        *(
            get(path, BANK, cookie=f"user={name}.3", **fields)
            for fields in (*SAID, *FROM_ELSEWHERE)
            for path in ("/account", "/logout")
        ),
    ]


SAID = (
    {"dnt": "1"},
    {"sec_gpc": "1"},
    {"x_requested_with": "XMLHttpRequest"},
    {"sec_purpose": "prefetch"},
    {"cache_control": "no-cache", "pragma": "no-cache"},
)
"""What some browsers say with each request, some scripts, a prefetch, and developer tools."""


def _path(exchange: Exchange) -> str:
    return urlsplit(exchange.request.url).path


def _is_private(exchange: Exchange, response: Response) -> bool:
    return response.status == 200 and _path(exchange).startswith(("/account", "/payments/"))


def nothing_kept(evidence: Evidence, _before: Evidence) -> str | None:
    """No page with somebody's data may be kept by a browser: only no-store says so.

    Nor does anybody get one who has logged out.
    """
    for exchange, response in _still_logged_in(evidence):
        if _is_private(exchange, response):
            return (
                f"Expected {asked(exchange)} after GET /logout to show nobody's data, and so to "
                f"lead to another page; it shows {response.text[:60]!r}. "
                "Is the login's cookie still there, or there again?"
            )
    for exchange, response in answered(evidence):
        if _is_private(exchange, response) and not forbids_storing(response):
            sent = response.header("Cache-Control") or "none"
            slips = {
                ";": "directives stand between commas",
                '"[^"]*no-store': "no-store takes no quotes",
            }
            slip = "".join(f": {why}" for mark, why in slips.items() if re.search(mark, sent))
            return (
                f"Expected {asked(exchange)} to send Cache-Control: no-store; it sends "
                f"{sent}, so a browser keeps the page and Back shows it after logout{slip}."
            )
    return None


def _still_logged_in(evidence: Evidence) -> Sequence[tuple[Exchange, Response]]:
    """What comes from the logout on, but where a browser has forgotten the cookie by then."""
    visits = [pair for pair in answered(evidence) if not pair[0].request.header("Cookie")]
    logout, *after = [*dropwhile(lambda pair: _path(pair[0]) != "/logout", visits)]
    is_forgotten = forgets_cookies(logout[1])
    comes_back = any(got.all("Set-Cookie") for each, got in after if _path(each) != "/logout")
    return () if is_forgotten and not comes_back else after


def forgets(what: str) -> Judgement:
    """The answer to /logout makes the browser forget this, also when no cookie is left."""

    def judge(evidence: Evidence, _before: Evidence) -> str | None:
        met: set[Request] = set()
        for exchange, response in answered(evidence):
            is_again = exchange.request in met
            met.add(exchange.request)
            if _path(exchange) != "/logout" or (is_again and what == "cookies"):
                continue
            if not {what, "*"} & cleared(response):
                again = ", asked again when no cookie is left," * is_again
                sent = response.header("Clear-Site-Data") or "none"
                return (
                    f'Expected {asked(exchange)}{again} to send Clear-Site-Data with "{what}", '
                    f"in double quotes and lower case, with a comma between words; it sends {sent}."
                )
        return None

    return judge


def no_cookie_comes(evidence: Evidence, _before: Evidence) -> str | None:
    """No page but the login sets a cookie: what comes after the logout would stay."""
    for exchange, response in answered(evidence):
        if _path(exchange) == "/login":
            continue
        for cookie in (each.partition(";")[0] for each in response.all("Set-Cookie")):
            if cookie.partition("=")[2].strip('"'):
                return (
                    f"Expected {asked(exchange)} to set no cookie; it sets {cookie}, which is "
                    "there after the logout too."
                )
    return None


def login_lasts(evidence: Evidence, _before: Evidence) -> str | None:
    """Who is logged in is so until /logout, whichever pages lie between."""
    visits = takewhile(lambda pair: _path(pair[0]) != "/logout", answered(evidence))
    accounts = [pair for pair in visits if _path(pair[0]) == "/account"]
    (one, first), (again, last) = accounts[0], accounts[-1]
    if first.status != 200:
        return f"Expected {one.request} to show the account after GET /login; {happened(one)}."
    if last.status != 200:
        return (
            f"Expected {again.request} to show the account until GET /logout; {happened(again)} "
            "after the other pages, so one of them takes the login's cookie away."
        )
    return None


def only_on_logout(evidence: Evidence, _before: Evidence) -> str | None:
    """No other response than that to /logout clears anything."""
    for exchange, response in answered(evidence):
        if _path(exchange) != "/logout" and (words := cleared(response)):
            return (
                f"Expected Clear-Site-Data on /logout alone; {asked(exchange)} sends it as well, "
                f"so a visitor loses {', '.join(sorted(words))} there."
            )
    return None


def same_login(evidence: Evidence, before: Evidence) -> str | None:
    """The login's cookie is set and deleted with the attributes it had."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        sent, had = _attributes_of_user(now), _attributes_of_user(then)
        alike = now.response and then.response and now.response.status == then.response.status
        if alike and had and sent != had:
            wanted = "; ".join(filter(None, had[0]))
            kept = " A browser without Clear-Site-Data keeps it." * ("max-age=0" in had[0])
            if len(sent) > len(had):
                return f"Expected {now.request} to send the cookie user once; it comes twice."
            return (
                f"Expected {now.request} to send the cookie user as before, with {wanted}; "
                f"it sends {'; '.join(sent[0]) if sent else 'none'}.{kept * (not sent)}"
            )
    return None


def _attributes_of_user(exchange: Exchange) -> list[list[str]]:
    sent = exchange.response.all("Set-Cookie") if exchange.response else ()
    said = [attributes(each) for each in sent if each.startswith("user=")]
    return [sorted(f"{name}={value}".rstrip("=") for name, value in each.items()) for each in said]


def logo_is_kept(evidence: Evidence, _before: Evidence) -> str | None:
    """What is the same for everybody stays in caches."""
    for exchange, response in answered(evidence):
        asks = directives(response)
        seconds = asks.get("max-age") or ""
        lasting = seconds.isdecimal() and min(int(seconds), shared_seconds(response)) >= 3600
        kept = lasting and not forbids_sharing(response)
        varies = re.search(r"(?i)\*|\bcookie\b", response.header("Vary") or "")
        if _path(exchange) == "/logo.svg" and varies:
            return (
                "Expected GET /logo.svg to be used from caches after a login or a logout, too; "
                f"Vary: {varies[0]} makes them ask again."
            )
        if _path(exchange) == "/logo.svg" and not kept:
            sent = response.header("Cache-Control") or "none"
            undone = ("no-cache", "private")
            besides = "".join(
                f"; {each} takes that back" for each in undone if asks.get(each, "") is None
            )
            return (
                "Expected GET /logo.svg to let every cache keep it for an hour, as at the start "
                f"with public, max-age=3600; it sends {sent}{besides * bool(seconds)}."
            )
        if emptied := {"cache", "*"} & cleared(response):
            return (
                f"Expected {exchange.request} to leave the cache alone; its Clear-Site-Data names "
                f'"{min(emptied)}", so the logo goes too.'
            )
    return None


LOGOUT = Exercise(
    id="13-2",
    title="Nothing stays behind after logout",
    answer="app",
    probe=Requests(_visit, bank),
    requirements=[
        stops("After logout, Back shows nobody's pages", nothing_kept),
        stops(
            "Logout makes the browser forget its cookies",
            all_of(forgets("cookies"), no_cookie_comes),
        ),
        stops("Logout makes the browser forget its storage", forgets("storage")),
        still("Nobody is logged out by any other page", all_of(login_lasts, only_on_logout)),
        still("The logo stays in the cache", logo_is_kept),
        no_worse("Every page still shows what it showed", all_of(same_login, same_bodies)),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "Two headers are missing. One belongs on the pages with somebody's data, the other on the "
        "answer to one request only.",
        "An after_request hook sees every response. request.path says which one it is for; "
        "setdefault leaves alone what a view has set.",
        'Read "Only no-store" and "Emptying the browser", under How it works.',
    ],
)

EXERCISES = (PERMISSIONS, LOGOUT, SIXTEEN)
