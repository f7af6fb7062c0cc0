"""What must hold of a shop's responses, told apart by the address a browser asked for."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from helpers.exchange import Exchange, Response
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import answered, happened
from helpers.exercises.https_shops import asked_for, forged
from helpers.hsts import Noted, noted

REDIRECTS = (301, 302, 303, 307, 308)

Judge = Callable[[str, Exchange, Response, Response], str | None]
"""What was expected, of a request in words, its exchange, its response, and the one before it."""


def asked_by(scheme: str, hosts: tuple[str, ...], judge_one: Judge) -> Judgement:
    """No response that a browser asked these hosts for gives that judge a reason to complain."""

    def judge(evidence: Evidence, before: Evidence) -> str | None:
        then = {each.request: response for each, response in answered(before)}
        for exchange, response in answered(evidence):
            url, written = urlsplit(asked_for(exchange)), forged(exchange)
            told = f"{exchange.request.method} {url.geturl()}"
            told += f" with X-Forwarded-Proto: {written}" * bool(written)
            chosen = url.scheme == scheme and url.hostname in hosts
            if chosen and (why := judge_one(told, exchange, response, then[exchange.request])):
                return why
        return None

    return judge


def keeps_to_https(told: str, exchange: Exchange, response: Response, _then: object) -> str | None:
    """A browser notes the host."""
    if found := _noted(exchange, response):
        return None
    return (
        f"Expected a browser to keep to https after {told}, status {response.status}; "
        f"it does not, because {found.why}."
    )


def at_names_below_too(told: str, exchange: Exchange, response: Response, _: object) -> str | None:
    """A browser notes the host, and every name below it."""
    found = _noted(exchange, response)
    if found and found.include_subdomains:
        return None
    return (
        f"Expected a browser to keep to https at names below as well after {told}, status "
        f"{response.status}; it does not, because {found.why}."
    )


def for_seconds(
    least: int, most: int | None, told: str, exchange: Exchange, response: Response, _then: object
) -> str | None:
    """A browser notes the host for at least so long, and where there is a most, no longer."""
    why = wrong_length(_noted(exchange, response), least, most)
    return f"Expected {told} to be noted {why}" if why else None


def _noted(exchange: Exchange, response: Response) -> Noted:
    return noted(response, asked_for(exchange))


def wrong_length(found: Noted, least: int, most: int | None) -> str:
    """For how many seconds it should be noted, and for how many it is; else the empty string."""
    if found.max_age is not None and least <= found.max_age <= (most or found.max_age):
        return ""
    wanted = f"at least {least}" if most is None else f"{least} to {most}"
    wanted = f"{least}" if most == least else wanted
    instead = f"not, because {found.why}" if found.max_age is None else f"for {found.max_age}"
    return f"for {wanted} seconds; it is {instead}."


def notes_nothing(told: str, exchange: Exchange, response: Response, _then: object) -> str | None:
    """A browser notes nothing, or forgets what it had noted."""
    if found := _noted(exchange, response):
        return f"Expected a browser to note nothing after {told}; it does, because {found.why}."
    return None


def sent_on_to_https(
    claims_https: bool, told: str, exchange: Exchange, response: Response, _then: object
) -> str | None:
    """A redirect to the same address by https, where the client claims to use it, or does not."""
    if bool(forged(exchange)) is not claims_https:
        return None
    return _leads(told, exchange, response, asked_for(exchange).replace("http:", "https:", 1))


def cookie_for(
    secure: bool, told: str, _: Exchange, response: Response, then: Response
) -> str | None:
    """Where a cookie was set, one still is, and its Secure attribute is as wanted."""
    cookies = response.all("Set-Cookie")
    if not cookies and then.all("Set-Cookie") and response.status not in REDIRECTS:
        return f"Expected {told} to set a cookie; it sets none."
    for cookie in cookies:
        attributes = [each.strip().lower() for each in cookie.split(";")[1:]]
        if ("secure" in attributes) is not secure:
            wanted, does = ("with", "without") if secure else ("without", "with")
            return f"Expected {told} to set its cookie {wanted} Secure; it sets it {does} Secure."
    return None


def hidden_from_scripts(
    told: str, _exchange: Exchange, response: Response, _then: object
) -> str | None:
    """Every cookie has HttpOnly (RFC 6265bis, section 4.1.2.6)."""
    for cookie in response.all("Set-Cookie"):
        if "httponly" not in [each.strip().lower() for each in cookie.split(";")[1:]]:
            return f"Expected {told} to set its cookie with HttpOnly; it sets it without HttpOnly."
    return None


def not_for_other_sites(
    told: str, _exchange: Exchange, response: Response, _then: object
) -> str | None:
    """No cookie has SameSite=None: requests of other sites would carry it (RFC 6265bis, 5.6.7)."""
    for cookie in response.all("Set-Cookie"):
        if "samesite=none" in [each.strip().lower() for each in cookie.split(";")[1:]]:
            return f"Expected {told} to keep its cookie from other sites; it sets SameSite=None."
    return None


def leads_as_before(
    told: str, exchange: Exchange, response: Response, then: Response
) -> str | None:
    """What was a redirect still is one, to the same address."""
    place = then.header("Location")
    return _leads(told, exchange, response, place) if place else None


def _leads(told: str, exchange: Exchange, response: Response, place: str) -> str | None:
    found = response.header("Location")
    if response.status in REDIRECTS and found == place:
        return None
    why, asked = "", urlsplit(asked_for(exchange))
    if asked.scheme == "http" and found and urlsplit(found).hostname not in (None, asked.hostname):
        why = f", so that the browser does not meet {asked.hostname} by https"
    return f"Expected {told} to be sent on to {place}; {_came_of(exchange, response)}{why}."


def _came_of(exchange: Exchange, response: Response) -> str:
    place = response.header("Location")
    if place and place == asked_for(exchange) != exchange.request.url:
        place += ", the same address: the proxy had asked the app by http"
    return happened(exchange) + (f" to {place}" if place else "")


def answers_as_before(
    told: str, exchange: Exchange, response: Response, then: Response
) -> str | None:
    """What was a page still is the same page, with its status."""
    if then.header("Location"):
        return None
    if response.status != then.status:
        return f"Expected {told} to answer {then.status}; {_came_of(exchange, response)}."
    if response.body != then.body:
        return f"Expected {told} to show {then.text!r}; it shows {response.text[:80]!r}."
    return None
