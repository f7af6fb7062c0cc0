"""What is asked of the blog: as Mallory, then as those who read what she left, then by everybody.

Twelve journeys are among it, and what must hold of them afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random
from urllib.parse import quote, urlsplit

from helpers.blog import PASSWORD, injected
from helpers.blog.journeys import DOT
from helpers.caching import forgets_cookies
from helpers.exchange import CSRF_TOKEN, Exchange, Request, Response, get, post
from helpers.exercises import Evidence, Judgement
from helpers.exercises.anywhere import (
    all_of,
    only,
    same_statuses,
    shows_instead,
    without_nonces,
)
from helpers.exercises.arrivals import CURL, FIREFOX, by_link, choosing
from helpers.exercises.drawn import DRAWN, drawn
from helpers.exercises.in_words import asked
from helpers.exercises.of_pages import no_sandbox, own_forms_send, own_parts_load
from helpers.observatory import requests_to, score
from helpers.sniffing import mime_type

BLOG = "https://blog.test"
HTTP = "http://blog.test"
EDGE = "----edge"
FORGED = "/admin/delete/1"
"""Where another site's form sends to, without a token: it is refused before later hooks run."""


def visits(random: Random) -> Sequence[Request]:
    """Every request of exercise 1, in order; names and words are drawn."""
    word = drawn(random)
    return [
        *requests_to("blog.test"),
        *_mallory(),
        *_victims(),
        *[get(path, BLOG) for path in ("/", "/search?q=secret", f"/{word}")],
        *[get(path, HTTP) for path in ("/posts/1", f"/search?q={word}+http://x", f"/{word}")],
        *[get(path, HTTP) for path in ("/login", "/write", "/static/blog.js")],
        *[get(path, HTTP) for path in ("/profile", "/admin/", "/images/1")],
        Request(method="OPTIONS", url=f"{HTTP}/posts/3"),
        get("/posts/6", BLOG, referer="https://partner.test/"),
        by_link("/login", BLOG, sec_fetch_dest="iframe"),
        get("/posts/2", HTTP, x_forwarded_host="evil.test"),
        get("/posts/2", HTTP, x_forwarded_proto="https"),
        get("/posts/2", HTTP, referer="http://evil.test/"),
        get("/login?next=https://evil.test/&to=https://evil.test/", HTTP),
        choosing(word, "/search?q=tea", BLOG),
        *_led_otherwise(word),
        get("/posts/1", BLOG, origin="https://evil.test"),
        get("/posts/99999999999999999999", BLOG),  # no number of SQLite's
        get("/logout", BLOG),
        *[get(f"/static/blog.{ending}", BLOG) for ending in ("css", "js")],
        *_newcomer(word),
        *_author(word),
        *_admin(),
        post(FORGED, BLOG),
    ]


def _led_otherwise(word: str) -> list[Request]:
    """Pages that Mallory left nothing in, as others come there: by a link, with more in it."""
    return [
        *[get(path, BLOG) for path in ("/posts/404?x=1", f"/{word}?x=/search")],
        get("/register?x=1&debug=1&next=/contact", BLOG),
        get("/register", BLOG, referer=f"{BLOG}/"),
        *[get("/register", BLOG, user_agent=each) for each in (FIREFOX, CURL)],
        by_link("/register", BLOG),
        Request(method="PUT", url=f"{BLOG}/posts/1"),
        *[Request(method="HEAD", url=f"{site}/posts/3") for site in (BLOG, HTTP)],
    ]


def logged_in(name: str) -> list[Request]:
    """The requests with which somebody logs in, and gets a page with a token."""
    return [get("/login", BLOG), send("/login", name=name, password=PASSWORD), get("/write", BLOG)]


def send(path: str, **form: str) -> Request:
    """A form of the blog's own, sent with the token of the page before."""
    return post(path, BLOG, csrf_token=CSRF_TOKEN, **form)


def _mallory() -> list[Request]:
    left = {
        1: injected.scripts(),
        2: injected.BASE,
        3: injected.FORM,
        4: injected.LEAK,
        7: '<script src="/images/2"></script>',
    }
    return [
        *logged_in("mallory"),
        _upload("cat.png", "", injected.PAGE),
        _upload("dog.png", "text/plain", injected.SCRIPT),
        *[send(f"/posts/{number}/comments", body=markup) for number, markup in left.items()],
        send("/logout"),
    ]


def _victims() -> list[Request]:
    paths = [f"/search?q={quote(injected.scripts())}", injected.DRAFT, "/images/1", "/images/2"]
    return [
        get(path, BLOG) for path in [*paths, *[f"/posts/{number}" for number in (1, 2, 3, 4, 7)]]
    ]


def _newcomer(word: str) -> list[Request]:
    return [
        get("/register", BLOG),
        send("/register", name=word, email=f"{word}@blog.test", password=PASSWORD),
        get("/profile", BLOG),
        send("/logout"),
        get("/profile", BLOG),
    ]


def _author(word: str) -> list[Request]:
    return [
        get("/login", BLOG),
        send("/login", name="ann", password=word),
        *logged_in("ann"),
        *[get(path, BLOG) for path in ("/profile", f"/{word}", "/admin/", injected.DRAFT)],
        get("/search?q=tea", BLOG),
        _upload("dot.png", "image/png", DOT),
        send("/posts/8/comments", body=f"<b>{word}</b>"),
        get("/posts/8", BLOG),
        get("/images/3", BLOG),
        get("/contact", BLOG),
        send("/contact", email="ann@blog.test", body=word),
        get("/contact", BLOG),
        send("/logout"),
    ]


def _admin() -> list[Request]:
    return [
        *logged_in("admin"),
        get("/admin/", BLOG),
        send("/admin/delete/8"),
        get("/admin/", BLOG),
    ]


def _upload(name: str, kind: str, content: bytes) -> Request:
    """A post with a picture, sent as multipart/form-data (RFC 7578); ``kind`` may be empty."""
    fields = {"csrf_token": CSRF_TOKEN, "title": "A picture", "body": "Look"}
    parts = [f'name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
    typed = f"\r\nContent-Type: {kind}" * bool(kind)
    parts.append(f'name="image"; filename="{name}"{typed}\r\n\r\n'.encode() + content + b"\r\n")
    begin = f"--{EDGE}\r\nContent-Disposition: form-data; ".encode()
    body = b"".join(begin + part for part in parts) + f"--{EDGE}--\r\n".encode()
    headers = (("Content-Type", f"multipart/form-data; boundary={EDGE}"),)
    return Request(method="POST", url=BLOG + "/write", headers=headers, body=body)


_TOKEN = re.compile(rb"<input[^>]*csrf_token[^>]*>")


def _leads(response: Response) -> dict[str, str]:
    """What a visitor gets beside the body, by what it is called."""
    return {
        "its type": mime_type(response) or "none",
        "where it leads": urlsplit(response.header("Location") or "").path or "nowhere",
        "where it goes on to": response.header("Refresh") or "nowhere",
    }


def _shown(response: Response) -> Response:
    """The same but for what always differs."""
    alike = without_nonces(response)
    return replace(alike, body=_TOKEN.sub(b"", alike.body))


def shows_the_same(evidence: Evidence, before: Evidence) -> str | None:
    """Every request gets the type, the body and the way on that it got before."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        if not (now.response and then.response):
            continue
        leads, led = _leads(now.response), _leads(then.response)
        if other := [what for what in led if leads[what] != led[what]]:
            was, does = led[other[0]], leads[other[0]]
            return f"Expected {asked(now)} to keep {other[0]}, {was}; now that is {does}."
        shown, was_shown = _shown(now.response), _shown(then.response)
        if shown.body != was_shown.body and shown.text == was_shown.text:
            sizes = f"{len(was_shown.body)} bytes, as before; it is another"
            return f"Expected {asked(now)} to be the file of {sizes}, of {len(shown.body)} bytes."
        if shown.body != was_shown.body:
            return f"Expected {asked(now)} to {shows_instead(was_shown, shown)}."
    return None


def _stays_logged_in(evidence: Evidence, _before: Evidence) -> str | None:
    for exchange in evidence.exchanges:
        leaving = urlsplit(exchange.request.url).path == "/logout"
        if exchange.response and forgets_cookies(exchange.response) and not leaving:
            return (
                f"Expected Clear-Site-Data on /logout at most; {exchange.request} sends it, so a "
                "browser logs the visitor out there."
            )
    return None


as_before = all_of(same_statuses, shows_the_same, own_parts_load, own_forms_send)
"""Everything is answered as it was, and a browser shows all of it."""


def _work(*paths: str, judge: Judgement = as_before) -> Judgement:
    return only(lambda exchange: _is_of(exchange, paths), judge)


def _for_users(*paths: str) -> Judgement:
    """The same for who is logged in: no page logs them out, or sends without their cookie."""
    return all_of(_work(*paths, judge=all_of(as_before, no_sandbox)), _stays_logged_in)


def _is_of(exchange: Exchange, paths: Iterable[str]) -> bool:
    """Whether it is one of these paths, by https, and not one in which Mallory left something.

    Nor one that another site's frame asks for: it may be refused.
    """
    url = urlsplit(exchange.request.url)
    if exchange.request.header("Sec-Fetch-Dest") == "iframe":
        return False
    path = "a word" if re.fullmatch(f"/{DRAWN}", url.path) else url.path
    return url.scheme == "https" and path in paths and "evil.test" not in url.query


reading_works = _work(
    "/", "/search", injected.DRAFT, "/static/blog.css", "/static/blog.js", "a word"
)
accounts_work = _for_users("/register", "/login", "/profile", "/logout")
writing_works = _for_users("/write", "/posts/8", "/posts/8/comments", "/images/3", "/contact")
administration_works = all_of(
    _for_users("/admin/", "/admin/delete/8"), _work(FORGED, judge=same_statuses)
)


def graded(evidence: Evidence, _before: Evidence) -> str | None:
    """The Observatory's grade for the blog is A+, and no test of its takes points off."""
    verdict = score(evidence.exchanges)
    lost = {name: each for name, each in verdict.results.items() if each.points < 0}
    if verdict.grade == "A+" and not lost:
        return None
    why = "; ".join(f"{name} {each.found}, {each.points}" for name, each in lost.items())
    return (
        f"Expected A+ and no fault for GET /; the Observatory gives {verdict.grade}"
        f"{', and takes points off: ' + why if lost else ''}."
    )
