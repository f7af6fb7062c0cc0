"""What must hold of the cookies that a response sets, asked by ``https_judgements.asked_by``."""

from __future__ import annotations

from urllib.parse import urlsplit

from helpers.cookies import attributes, rejected
from helpers.exchange import Exchange, Response
from helpers.exercises.https_judgements import REDIRECTS


def cookie_for(
    secure: bool, told: str, exchange: Exchange, response: Response, then: Response
) -> str | None:
    """Where a cookie was set, a browser still keeps one, for that host alone, Secure as wanted."""
    cookies = response.all("Set-Cookie")
    if not cookies and then.all("Set-Cookie") and response.status not in REDIRECTS:
        return f"Expected {told} to set a cookie; it sets none."
    if why := kept_by_browsers(told, exchange, response, then):
        return why
    for cookie in cookies:
        if ("secure" in attributes(cookie)) is not secure:
            wanted, does = ("with", "without Secure") if secure else ("without", f"as {cookie}")
            name = _name_of(cookie)
            return f"Expected {told} to set the cookie {name} {wanted} Secure; it sets it {does}."
        if domain := attributes(cookie).get("domain"):
            return (
                f"Expected {told} to set a cookie that comes back to this name alone; with "
                f"Domain={domain} a browser sends it to every name below, too."
            )
    return None


def kept_by_browsers(
    told: str, exchange: Exchange, response: Response, _then: object
) -> str | None:
    """No cookie is one that a browser drops."""
    host = urlsplit(exchange.request.url).hostname or ""
    for cookie in response.all("Set-Cookie"):
        if why := rejected(cookie, host):
            name = _name_of(cookie)
            return f"Expected {told} to set a cookie that a browser keeps; it drops {name}: {why}."
    return None


def _name_of(cookie: str) -> str:
    return cookie.partition("=")[0]


def hidden_from_scripts(
    told: str, _exchange: Exchange, response: Response, _then: object
) -> str | None:
    """Every cookie has HttpOnly (RFC 6265bis, section 4.1.2.6)."""
    for cookie in response.all("Set-Cookie"):
        if "httponly" not in attributes(cookie):
            name = _name_of(cookie)
            return f"Expected {told} to set the cookie {name} with HttpOnly; it sets it without."
    return None


def not_for_other_sites(
    told: str, _exchange: Exchange, response: Response, _then: object
) -> str | None:
    """No cookie has SameSite=None: requests of other sites would carry it (RFC 6265bis, 5.6.7)."""
    for cookie in response.all("Set-Cookie"):
        if attributes(cookie).get("samesite", "").lower() == "none":
            name = _name_of(cookie)
            return (
                f"Expected {told} to keep the cookie {name} from other sites; it sets it with "
                "SameSite=None."
            )
    return None
