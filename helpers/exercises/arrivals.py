"""How a visitor comes to an address: by a link of the attacker's, or by a form of anybody's."""

from __future__ import annotations

from dataclasses import replace

from helpers.exchange import Request, get, post
from helpers.origin import origin, same_origin

EVIL = "https://evil.test"
SHOP = "https://shop.test"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
CURL = "curl/8.5.0"
BY_HTTP, OTHER_NAME = "http://shop.test", "https://www.shop.test"
OTHER_SITES = (BY_HTTP, OTHER_NAME)
"""The shop by http, and by another name of its."""

BY_PASSWORD = {"authorization": "Basic YTpi"}
LOGGED_IN = ({"cookie": "session=ann"}, BY_PASSWORD)
BY_A_PROXY = ({"x_forwarded_for": "203.0.113.9"}, {"x_forwarded_proto": "https"})
BROWSERS = ({"user_agent": FIREFOX}, {"user_agent": CURL})
OF_ANYBODY = (*LOGGED_IN, *BY_A_PROXY, {"referer": f"{SHOP}/"}, *BROWSERS)
LED = ({"referer": f"{EVIL}/", "sec_fetch_site": "cross-site"}, {"user_agent": CURL})
FROM_ELSEWHERE = (*LED, {"origin": EVIL})
BEEN_THERE = (
    {"if_none_match": '"known"'},
    {"if_modified_since": "Sat, 01 Nov 2025 00:00:00 GMT"},
    {"range": "bytes=0-"},
    {"cache_control": "no-cache"},
)
"""What a request may say besides, in the words of ``get``: of somebody who is logged in, through a
proxy, of whoever asks, by a link of evil.test, by curl or a script of evil.test; and of a browser
that has been there before."""


def by_visitors(path: str, site: str = SHOP) -> list[Request]:
    """The page, as somebody asks for it who has been there, or comes by a link or by curl."""
    said = (*LOGGED_IN, *BY_A_PROXY, *BEEN_THERE, *LED)
    return [get(path, site, **each) for each in said]


def by_link(path: str, site: str = SHOP, **headers: str) -> Request:
    """The page, as a browser asks for it after a click on a link of evil.test."""
    return get(path, site, referer=f"{EVIL}/", sec_fetch_site="cross-site", **headers)


def by_form(path: str, site: str = SHOP, page: str = f"{EVIL}/", /, **form: str) -> Request:
    """What a form sends there that stands in ``page`` (Fetch, section 3.2; Fetch Metadata)."""
    request = post(path, site, **form)
    where = "same-origin" if same_origin(page, request.url) else "cross-site"
    said = {"Origin": origin(page), "Referer": page, "Sec-Fetch-Site": where}
    return replace(request, headers=(*request.headers, *said.items()))


def choosing(word: str, path: str, site: str = SHOP) -> Request:
    """The page, asked for by somebody who would like this word to be its nonce."""
    names = ("nonce", "csp_nonce", "n")
    query = "&".join(f"{name}={word}" for name in names)
    cookie = "; ".join(f"{name}={word}" for name in names)
    mark = "&" if "?" in path else "?"
    return get(f"{path}{mark}{query}", site, cookie=cookie, x_request_id=word, x_nonce=word)
