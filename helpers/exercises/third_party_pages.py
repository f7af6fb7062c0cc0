"""The pages of lesson 05's exercises, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any
from urllib.parse import quote

from flask import Flask, request

from helpers.csp import Policy
from helpers.exchange import Request, get, post
from helpers.exercises.arrivals import BY_HTTP, EVIL, by_link
from helpers.exercises.drawn import drawn

CIRCLE = "<svg xmlns='http://www.w3.org/2000/svg'><circle r='60'/></svg>"

CAFE = """<link rel=stylesheet href=https://fonts.googleapis.com/css>
<script src=https://code.jquery.com/jquery.js></script>
<script src=/cafe.js></script>
<h1>Cafe</h1><img src=/logo.svg><img src=https://i.imgur.com/cup.svg>
<iframe src=https://www.openstreetmap.org/export/embed.html></iframe>"""
CAFE_SCRIPT = "fetch('/menu.json'); fetch('https://api.open-meteo.com/v1/forecast')"

OF_CAFE = Policy(
    "default-src 'self'; script-src 'self' https://code.jquery.com; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; "
    "img-src 'self' https://i.imgur.com; connect-src 'self' https://api.open-meteo.com; "
    "frame-src 'self' https://www.openstreetmap.org"
)
OF_DESK = Policy("default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:")
"""The widest policies that let in no more than the pages need."""

COMPANY = "default-src 'self' https: wss: data:; object-src 'none'"
"""The policy that the desk of exercise 3 sends beside its own."""

DESK = """<script src=/desk.js></script><img src=/logo.svg>
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'></svg>">"""
DESK_SCRIPT = """fetch("/tickets.json")
    new WebSocket("wss://chat.test/room")
    document.documentElement.style.color = "green" """
OWN = "default-src 'self' https:; connect-src https://chat.test; img-src data:"


def _with_files(name: str, script: str, answer: str) -> Flask:
    """An app with a script, a drawing, and the answer that the script fetches."""
    app = Flask(name)
    app.add_url_rule("/logo.svg", "logo", lambda: (CIRCLE, {"Content-Type": "image/svg+xml"}))
    app.add_url_rule(f"/{name}.js", "script", lambda: (script, {"Content-Type": "text/javascript"}))
    app.add_url_rule(f"/{answer}.json", "answer", lambda: {answer: []})
    return app


def cafe() -> Flask:
    """The app of exercise 2: a page, its third parties, and no policy."""
    app = _with_files("cafe", CAFE_SCRIPT, "menu")

    @app.get("/")
    def home() -> str:
        return f"{CAFE}<p>A table for {request.args.get('name', 'you')}</p>"

    @app.errorhandler(404)
    def not_found(_error: Any) -> tuple[str, int]:
        return f"<img src=/logo.svg><p>No page is called {request.path}</p>", 404

    return app


def desk(own: str = OWN) -> Flask:
    """The app of exercise 3: two policies, the company's and its own, which does not fit it."""
    app = _with_files("desk", DESK_SCRIPT, "tickets")

    @app.get("/")
    def home() -> str:
        return f"{DESK}<p>Tickets about {request.args.get('q', 'everything')}</p>"

    @app.after_request
    def policies(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = COMPANY
        response.headers.add("Content-Security-Policy", own)
        return response

    return app


def injections(word: str) -> tuple[str, ...]:
    """What an attacker writes into a page to run a script; each has the word in it."""
    places = ("https://evil.test", "https://code.jquery.com.evil.test", "//evil.test")
    return (
        f"<script>{word}()</script>",
        f'<img src=/logo.svg onload="{word}()">',
        *(f"<script src={place}/{word}.js></script>" for place in places),
        f'<script src="data:text/javascript,{word}()"></script>',
    )


def cafe_visits(random: Random) -> Sequence[Request]:
    """Both pages, plain and with each script in the words, what the script fetches, and a 405."""
    word = drawn(random)
    pages = [f"/?name={quote(each)}" for each in injections(word)]
    wrong = [f"/{quote(each)}" for each in injections(word)[:3]]
    paths = ["/", f"/?name={word}", f"/{word}", *pages, *wrong, "/cafe.js", "/menu.json"]
    return [*map(get, paths), *_of_an_attacker("name", word), post("/")]


def _of_an_attacker(words: str, word: str) -> list[Request]:
    """What a policy should not hang on: a query, a path, how an attacker leads to the page."""
    injected = f"/?{words}={quote(injections(word)[2])}"
    led = [by_link(injected), by_link(injected, sec_fetch_dest="iframe"), get(injected, BY_HTTP)]
    more = quote(f"{word};script-src-elem *")
    names = f"nonce={word}&n={word}&cdn={EVIL}&x=1"
    paths = [f"/?{words}={more}", f"/{more}", f"/?{words}={word}&{names}"]
    return [*map(get, paths), by_link("/", cookie=f"nonce={word}"), *led]


def desk_visits(random: Random) -> Sequence[Request]:
    """The page, plain and with each script in the words, error pages, and the files."""
    word = drawn(random)
    pages = [f"/?q={quote(each)}" for each in injections(word)]
    files = ["/desk.js", "/tickets.json"]
    plain = map(get, ["/", f"/?q={word}", f"/{word}", *pages, *files])
    return [*plain, *_of_an_attacker("q", word), post("/")]
