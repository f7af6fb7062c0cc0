"""What Chromium does with the answers of lesson 04: which names it asks by https, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, Response, request
from playwright.sync_api import Error, Page

from helpers import browser, web
from helpers.exercises.https_and_hsts import GUARDED, TODAY
from helpers.exercises.https_judgements import REFUSED_FOR_ITS_NAME
from helpers.exercises.https_shops import (
    BEHIND_A_PROXY,
    CLIENT,
    DESK,
    ENVIRONMENTS,
    FORGED,
    LAPTOP,
    OTHER_NAMES,
    SHOP,
    WWW,
)
from helpers.hsts import NAME
from tests.chromium.attempts import SAID_BY_VISITORS

ASKING = "asking.test"
FETCH_ALL = "urls => Promise.all(urls.map(url => fetch(url).then(got => got.text())))"
FETCH = """([url, method]) => fetch(url, {method, mode: "no-cors", cache: "no-store"})
    .catch(() => "round and round")"""
FORGET = "/forget-this-name"
Schemes = tuple[str, str]
"""How Chromium asks for http://NAME/ and for http://www.NAME/: "http" or "https"."""


def schemes_after(values: Mapping[str, Sequence[str]]) -> dict[str, Schemes]:
    """How Chromium asks once it has seen these values of Strict-Transport-Security, in turn."""
    names = {f"value{number}.test": each for number, each in enumerate(values.values())}
    app = Flask("values")

    @app.get("/<int:turn>")
    def scheme(turn: int) -> Response:
        response = Response(request.scheme, headers={"Access-Control-Allow-Origin": "*"})
        if request.is_secure and (value := names.get(request.host, [])[turn : turn + 1]):
            response.headers[NAME] = value[0]
        return response

    for name in [ASKING, *names, *(f"www.{name}" for name in names)]:
        web.site(name, app)
    turns = max(map(len, values.values()))
    played = browser.play(_ask_all, list(names), turns)
    assert not played.problem, played.problem
    return dict(zip(values, played.facts.values(), strict=True))  # type: ignore[arg-type]


def _ask_all(page: Page, names: list[str], turns: int) -> dict[str, Schemes]:
    page.goto(f"http://{ASKING}/{turns}")
    for turn in range(turns):
        page.evaluate(FETCH_ALL, [f"https://{name}/{turn}" for name in names])
    own = page.evaluate(FETCH_ALL, [f"http://{name}/{turns}" for name in names])
    below = page.evaluate(FETCH_ALL, [f"http://www.{name}/{turns}" for name in names])
    return dict(zip(names, zip(own, below, strict=True), strict=True))


def header_that_holds(app: Any) -> dict[str, bool]:
    """Exercise 04-1: after which page Chromium asks which name by http."""
    names = (SHOP, WWW, f"api.{SHOP}")
    watched = _Watched(app, *names)
    for name in names:
        web.site(name, watched)
    return _told(_visit_shops, watched)


PAGES = [("GET", "/"), ("GET", "/x/y"), ("GET", "/account?page=7"), ("HEAD", "/account")]
SAID_BY_SCRIPTS = [
    {"Accept": "application/json"},
    {"X-Requested-With": "XMLHttpRequest"},
]
BACK = "/account?page=7&tag=a&tag=b&note=R%26D%2B1&back=http://other.test/"
POSTED = ("POST", "/account")


def _visit_shops(page: Page, watched: _Watched) -> dict[str, bool]:
    page.goto(f"http://{ASKING}/")
    _open(page, f"https://{SHOP}/")
    below = not watched.by_http(page, f"api.{SHOP}")
    _asked_saying(page, watched, SHOP, {"X-Forwarded-Host": WWW})
    noted_alone = watched.by_http(page, f"api.{SHOP}") and not watched.by_http(page, SHOP)
    below &= not noted_alone
    known = [_keeps_known(page, watched, name) for name in (SHOP, WWW)]
    _asked_saying(page, watched, WWW, {"X-Forwarded-Proto": "http"})
    known[1] &= not watched.by_http(page, WWW)
    return {
        "After https://shop.test a browser keeps to https there": known[0]
        and all(_keeps(page, watched, SHOP, *each) for each in PAGES),
        "It does so at every name below, such as api.shop.test": below,
        "After any page of https://www.shop.test it keeps to https there": known[1]
        and all(_keeps(page, watched, WWW, *each) for each in [*PAGES, POSTED]),
    }


def _open(page: Page, url: str) -> None:
    """As somebody does who types the address."""
    tab = page.context.new_page()
    with suppress(Error):  # redirects that go round and round
        tab.goto(url)


def environments(create_app: Any) -> dict[str, bool]:
    """Exercise 04-2: the three apps; each thing is asked by a browser that knows nothing yet."""
    watched = {}
    for name, environment in (ENVIRONMENTS | OTHER_NAMES).items():
        app = create_app(environment)
        watched[name] = _Watched(_Proxy(app) if name in BEHIND_A_PROXY else app, name)
        for each in (name, f"www.{name}"):
            web.site(each, watched[name])
    web.site("evil.test", Flask("evil"))
    unchanged = [_told(_write_as_a_proxy, watched[name], name) for name in ENVIRONMENTS]
    text = "What a client writes as if it were a proxy changes nothing"
    changes_nothing = all(all(each.values()) for each in unchanged)
    return _told(_visit_environments, watched) | {text: changes_nothing}


def _write_as_a_proxy(page: Page, watched: _Watched, name: str) -> dict[str, bool]:
    page.goto(f"http://{ASKING}/")
    urls = [f"{scheme}://{name}{BACK}" for scheme in ("http", "https")]
    return {url: _changes_nothing(page, watched, url) for url in urls}


def _changes_nothing(page: Page, watched: _Watched, url: str) -> bool:
    """What the app hears of a client that writes a proxy's field, unless it refuses it."""
    plain, shown = watched.asked_first(page, url), [*watched.shown]
    goes_round = len(plain) > 2  # twenty times: asked once more, that takes long enough
    try:
        for name, value in FORGED[:1] if goes_round else FORGED:
            page.set_extra_http_headers({name: value})
            heard = watched.asked_first(page, url)
            if (heard, watched.shown) != (plain, shown) and watched.answers != [400]:
                return False
    finally:
        page.set_extra_http_headers({})
    return True


def _visit_environments(page: Page, watched: dict[str, _Watched]) -> dict[str, bool]:
    page.goto(f"http://{ASKING}/")
    asks = [("GET", BACK), ("GET", "/static/none"), ("HEAD", BACK), POSTED]
    sent_on = [_sent_on(page, watched[name], name, *ask) for name in GUARDED for ask in asks]
    pages = [("GET", "/x"), ("HEAD", "/account"), POSTED]
    keeps = [_keeps(page, watched[name], name, *each) for name in GUARDED for each in pages]
    keeps += [_keeps_known(page, watched[name], name) for name in GUARDED]
    here = [name for name in OTHER_NAMES if _known_as(page, watched[name], name)]
    sent_on += [_sent_on(page, watched[name], name, *asks[0]) for name in here if name != DESK]
    keeps += [_keeps(page, watched[name], name, "GET", "/x") for name in here if name != DESK]
    above = [_takes_in_names_below(page, watched[name], name) for name in GUARDED]
    at_home, _ = _log_in(page, f"http://{LAPTOP}")
    laptop = _keeps(page, watched[LAPTOP], LAPTOP, "GET", "/x")
    desk = DESK in here and _keeps(page, watched[DESK], DESK, "GET", "/x")
    at_home &= DESK not in here or len(watched[DESK].asked_first(page, f"http://{DESK}/x")) == 1
    logins = [_log_in(page, f"https://{name}") for name in GUARDED]
    keeps += [not watched[name].by_http(page, name) for name in GUARDED]
    return {
        "staging, production: after https, a browser keeps to https": all(keeps),
        "staging, production: names below can be asked by http": not any(above),
        "staging, production: http is sent on to https": all(sent_on),
        "staging, production: the session cookie is Secure, and goes to no other name": all(
            secure for _, secure in logins
        ),
        "staging, production: by https, every page answers and a login is kept": all(
            kept for kept, _ in logins
        ),
        "development: by http, every page answers and a login is kept": at_home,
        "development: a browser notes nothing": not laptop and not desk,
    }


def _sent_on(page: Page, watched: _Watched, name: str, method: str, path: str) -> bool:
    heard = watched.asked_first(page, f"http://{name}{path}", method)
    read = [(scheme, _read(asked)) for scheme, asked in heard]
    return read[:2] == [("http", _read(path)), ("https", _read(path))]


def _read(path: str) -> tuple[str, list[tuple[str, str]]]:
    """As an app reads it: a query may be written in more than one way."""
    before, _, query = path.partition("?")
    return before, parse_qsl(query)


def _keeps(page: Page, watched: _Watched, name: str, method: str, path: str) -> bool:
    """Whether the site is never asked by http once it was asked for that page, by https."""
    heard = watched.asked_first(page, f"https://{name}{path}", method)
    return bool(heard) and not watched.by_http(page, name)


def _keeps_known(page: Page, watched: _Watched, name: str) -> bool:
    """The same, of a page that somebody asks for who is logged in."""
    kept = []
    unforged = (each for each in SAID_BY_VISITORS if "x-forwarded-proto" not in each)
    for said in ({"Cookie": "session=ann"}, *unforged, *SAID_BY_SCRIPTS):
        heard = _asked_saying(page, watched, name, said)
        kept.append(bool(heard) and not watched.by_http(page, name))
    return all(kept)


def _asked_saying(
    page: Page, watched: _Watched, name: str, said: dict[str, str]
) -> list[tuple[str, str]]:
    """What the app hears of a browser that asks for an account and says this."""
    page.set_extra_http_headers(said)
    heard = watched.asked_first(page, f"https://{name}/account")
    page.set_extra_http_headers({})
    return heard


def _known_as(page: Page, watched: _Watched, name: str) -> bool:
    """Whether the app answers to that name, and does not refuse it, as TRUSTED_HOSTS does."""
    watched.asked_first(page, f"https://{name}/account")
    return watched.answers not in ([status] for status in REFUSED_FOR_ITS_NAME)


def _takes_in_names_below(page: Page, watched: _Watched, name: str) -> bool:
    """Whether www.NAME is asked by https alone, once NAME was asked so."""
    watched.asked_first(page, f"https://{name}/x")
    return not watched.by_http(page, f"www.{name}")


def _log_in(page: Page, site: str) -> tuple[bool, bool]:
    """Whether a login is kept there; whether its cookie, if any, is Secure and the host's own."""
    tab = page.context.new_page()
    try:
        tab.goto(f"{site}/login")
        tab.goto(f"{site}/account")
    except Error:  # redirects that go round and round
        return False, True
    kept_for = tab.context.cookies(site)
    cookies = [
        each["secure"]
        and each["httpOnly"]
        and each["sameSite"] != "None"
        and each["domain"][0] != "."
        for each in kept_for
    ]
    address = "127.0.0.1" if site.endswith(f"//{SHOP}") else CLIENT
    kept = tab.url == f"{site}/account" and "ann" in tab.content() and address in tab.content()
    return kept, bool(cookies) and all(cookies)


def _told(story: Callable[..., dict[str, bool]], *watched: Any) -> dict[str, bool]:
    web.site(ASKING, Flask("asking"))
    played = browser.play(story, *watched)
    assert not played.problem, played.problem
    return dict(played.facts)  # type: ignore[arg-type]


class _Watched:
    """An app, and what it is asked: the scheme and the path of each request, in turn."""

    def __init__(self, app: Any, *names: str) -> None:
        self._app = app
        self._names = names
        self._heard: list[tuple[str, str]] = []
        self.answers: list[int] = []
        self.shown: list[bytes] = []

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] == FORGET:
            start_response("200 OK", [(NAME, "max-age=0")])
            return []
        if self._names != (SHOP,):  # there a proxy stands before the app
            environ["REMOTE_ADDR"] = CLIENT
        query = environ.get("QUERY_STRING")
        path = environ["PATH_INFO"] + (f"?{query}" if query else "")
        self._heard.append((environ["wsgi.url_scheme"], path))

        def start(status: str, *rest: Any) -> Any:
            self.answers.append(int(status[:3]))
            return start_response(status, *rest)

        self.shown.append(b"".join(self._app(environ, start)))
        return [self.shown[-1]]

    def asked(self, page: Page, url: str, method: str = "GET") -> list[tuple[str, str]]:
        """What it hears when a browser asks for ``url`` and follows where it leads."""
        self._heard.clear()
        self.answers.clear()
        self.shown.clear()
        page.evaluate(FETCH, [url, method])
        return [*self._heard]

    def asked_first(self, page: Page, url: str, method: str = "GET") -> list[tuple[str, str]]:
        """The same, of a browser that has forgotten the app's names."""
        for name in self._names:
            page.evaluate(FETCH, [f"https://{name}{FORGET}", "GET"])
        return self.asked(page, url, method)

    def by_http(self, page: Page, name: str) -> bool:
        """Whether it hears of it by http when a browser asks for http://NAME/."""
        return self.asked(page, f"http://{name}/")[:1] == [("http", "/")]


class _Proxy:
    """Ends TLS, and appends the scheme to what the client wrote in X-Forwarded-Proto."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: Any, start_response: Any) -> Any:
        written = [environ[each] for each in ["HTTP_X_FORWARDED_PROTO"] if each in environ]
        environ["HTTP_X_FORWARDED_PROTO"] = ", ".join([*written, environ["wsgi.url_scheme"]])
        environ["wsgi.url_scheme"] = "http"
        return self._app(environ, start_response)


def next_step(following: Any) -> dict[str, bool]:
    """Exercise 04-3: today's value, then the answer's; only what a browser shows at once."""
    if not isinstance(following, dict) or isinstance(following["b"], int):
        return {}  # no text that could be sent
    seen = schemes_after({each: [TODAY[each], following[each] or ""] for each in "abcd"})
    forgets = seen["c"][0] == "http"  # that it keeps to https says nothing of how long
    return {
        "a: names below can be reached by http": seen["a"][1] == "http",
        "b: the printer can be reached by http": seen["b"][1] == "http",
        "c: old.shop.test can be reached by http again": seen["c"][1] == "http",
        **({"c: shop.test itself keeps to https, for a year or more": False} if forgets else {}),
        "d: browsers forget shop.test": seen["d"][0] == "http",
    }


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {
    "04-1": header_that_holds,
    "04-2": environments,
    "04-3": next_step,
}
