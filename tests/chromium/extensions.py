"""What Chromium does with the answers of lesson 14: what a page runs, loads, and is framed by."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, unquote

from flask import Flask
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, Error, Page

from helpers import browser, web
from helpers.exercises.extension_shops import WORDS
from helpers.exercises.extensions import FOREIGN, INLINE

EVIL, IMAGES, MAPS, PARTNER = "evil.test", "images.test", "maps.test", "partner.test"
OTHERS = ("other.test", f"other.{PARTNER}", "self", "none")
RAN = "document.documentElement.dataset.ran = 'code'"
RAN_INLINE = "document.documentElement.dataset.inline = 'ran'"
CODE = (
    f'<script>{RAN_INLINE}</script><svg onload="{RAN_INLINE}"></svg>'
    f'<script src="data:text/javascript,{RAN_INLINE}"></script>'
    '<style>html { z-index: 7 }</style><p class="styled" style="z-index: 7"></p>'
)
LOADS = "".join(
    [
        *(
            f'<script src="https://{place}/x.js"></script>'
            for place in (EVIL, IMAGES, MAPS, *OTHERS)
        ),
        *(f'<img class="foreign" src="https://{place}/coffee.png">' for place in (EVIL, *OTHERS)),
        *(f'<iframe src="https://{place}/berlin"></iframe>' for place in (EVIL, PARTNER)),
    ]
)
FRAMED = (f"https://{EVIL}/", f"https://{PARTNER}/")
FROM_A_BLOB = f"""new Promise(done => {{
  const script = document.createElement("script")
  script.src = URL.createObjectURL(new Blob(["{RAN_INLINE}"]))
  script.onload = script.onerror = done
  document.head.append(script)
}})"""
EVALED = """new Promise(done => setTimeout(() => {
  try { done(eval("true")) } catch { done(false) }
}))"""
STANDS_IN_IT = """() => document.documentElement.dataset.inline === 'ran'
  || [document.documentElement, document.querySelector('.styled')].some(
    each => getComputedStyle(each).zIndex === '7')"""
LOADS_IT = """() => document.documentElement.dataset.ran === 'code'
  || [...document.querySelectorAll('.foreign')].some(image => image.naturalWidth > 0)"""
ATTACKS = (
    f'{CODE}{LOADS}<iframe src="https://{MAPS}/berlin"></iframe><base href="TARGET">'
    '<form action="TARGETgot" method="post"><button id="attack">Win</button></form>'
)
TARGETS = tuple(f"https://{place}/" for place in (EVIL, IMAGES, PARTNER, "none"))
SCRIPTS_RUN = """() => !document.querySelector("script")
  || document.documentElement.dataset.own === 'ran'"""
LOADED = """() => document.documentElement.dataset.own === 'ran'
  && getComputedStyle(document.body).color === 'rgb(0, 128, 0)'
  && [...document.images].every(image => image.naturalWidth > 0)"""
PRESS = """() => {
  addEventListener("securitypolicyviolation", event => {
    if (event.effectiveDirective === "form-action") window.stopped = true
  })
  document.querySelector("#attack").click()
}"""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


def two_ways(create_app: Any) -> dict[str, bool]:
    """Exercise 14-1: both apps."""
    _others_online([f"https://{host}{path}" for host in WORDS for path in ("/", "/none")])
    for host, word in WORDS.items():
        web.site(host, _Before(create_app(word)))
    seen = _facts(_visit_both)
    return {
        "http is sent on to https": seen["sent on"],
        "Nobody passes for https by writing X-Forwarded-Proto": seen["forged sent on"],
        "The session cookie is Secure and HttpOnly, and not SameSite=None": seen["kept safe"],
        INLINE: not seen["inline"],
        f"{FOREIGN} image": not seen["foreign"],
        "No <base> counts, and no form goes elsewhere": not seen["elsewhere"],
        "No other site can frame a page": not seen["framed"],
        "The page's own parts and its image load": seen["loads"],
        "Every page answers, and a login is kept": seen["login"],
    }


def _visit_both(page: Page) -> dict[str, Any]:
    seen = [_visit(page, host) for host in WORDS]
    first, second = seen
    wanted = ("sent on", "forged sent on", "kept safe", "loads", "login")
    both = {name: (all if name in wanted else any)([first[name], second[name]]) for name in first}
    return {**both, "framed": any(_framed(page, place) for place in (EVIL, *OTHERS))}


def _visit(page: Page, host: str) -> dict[str, Any]:
    paths = ("login?from=home", "broken")
    sent_on = all(_arrives_by_https(page, f"{host}/{path}") for path in paths)
    written = {"X-Forwarded-Proto": "https"}
    forged = all(_arrives_by_https(page, f"{host}/{path}", written) for path in paths)
    page.goto(f"https://{host}/login")
    page.goto(f"https://{host}/account")
    kept = "ann" in page.content()
    cookies = page.context.cookies(f"https://{host}/login")
    page.goto(f"https://{host}/")
    loads = bool(page.evaluate(LOADED))
    return {
        "sent on": sent_on,
        "forged sent on": forged,
        "login": kept,
        "kept safe": all(
            cookie["secure"] and cookie["httpOnly"] and cookie["sameSite"] != "None"
            for cookie in cookies
        ),
        "loads": loads,
        **_attacked(page, [f"https://{host}/injected/", f"https://{host}/injected/none"]),
    }


def _arrives_by_https(page: Page, place: str, written: dict[str, str] | None = None) -> bool:
    """Whether a new profile, which has noted no host yet, gets there."""
    with _browser_of(page).new_context(extra_http_headers=written) as context:
        new = context.new_page()
        try:
            new.goto(f"http://{place}")
        except Error:  # redirects that go round and round
            return False
        return new.url == f"https://{place}"


def _browser_of(page: Page) -> Browser:
    found = page.context.browser
    assert found
    return found


def _attacked(page: Page, places: Sequence[str]) -> dict[str, Any]:
    """Whether what a guest adds counts, their <base> or form leads elsewhere, and their map."""
    inline = foreign = elsewhere = False
    shown = []
    for place in places:
        several = place == places[0] or place.endswith("/widget")
        for target in TARGETS if several else TARGETS[:1]:
            attack = ATTACKS.replace("TARGET", target)
            page.goto(f"{place}?{quote(attack)}")
            page.evaluate(FROM_A_BLOB)
            if any(each.url.startswith(f"https://{MAPS}/") for each in page.frames[1:]):
                shown.append(place.partition("/injected")[2])
            inline |= page.evaluate(STANDS_IN_IT) or page.evaluate(EVALED)
            foreign |= page.evaluate(LOADS_IT)
            foreign |= any(each.url.startswith(FRAMED) for each in page.frames[1:])
            elsewhere |= page.evaluate("document.baseURI") == target
            page.evaluate(PRESS)
            page.wait_for_function(f"() => window.stopped || location.href.startsWith('{target}')")
            elsewhere |= page.url.startswith(target)
    return {"inline": inline, "foreign": foreign, "elsewhere": elsewhere, "map shown on": shown}


def _framed(page: Page, embedder: str) -> list[str]:
    """The addresses that a page of that site gets to show in frames."""
    page.goto(f"https://{embedder}/frames")
    return [
        frame.url
        for frame in page.frames[1:]
        if frame.url.startswith("https://") and frame.query_selector("h1, p")
    ]


STRANGERS = (EVIL, MAPS, *OTHERS)
PATHS = ("/", "/account", "/map", "/widget", "/none", "/map/none", "/widgets")


def one_route(app: Any) -> dict[str, bool]:
    """Exercise 14-3: what each page shows in frames, and who shows it in one."""
    _others_online([f"https://shop.test{path}" for path in PATHS])
    web.site("shop.test", _Before(app))
    seen = _facts(_visit_shop)
    partner = seen["framed by partner.test"]
    return {
        "Only /map may show a frame of maps.test": not set(seen["map shown on"]) - {"/map"},
        "partner.test can frame only /widget": not set(partner) - {"/widget"},
        "/map shows the map": "/map" in seen["map shown on"] and "/map" in seen["loads"],
        "partner.test can frame /widget": "/widget" in partner,
        "The pages' own script loads": {"/", "/account", "/widget"} <= {*seen["loads"]},
        INLINE: not seen["inline"],
        f"{FOREIGN} map": not seen["foreign"],
        "No <base> counts, and no form goes elsewhere": not seen["elsewhere"],
        "No site but partner.test can frame a page": not any(
            seen[f"framed by {place}"] for place in STRANGERS
        ),
    }


def _visit_shop(page: Page) -> dict[str, Any]:
    loads = []
    for path in PATHS:
        page.goto(f"https://shop.test{path}")
        if page.evaluate(SCRIPTS_RUN):
            loads.append(path)
    return {
        "loads": loads,
        **_attacked(page, [f"https://shop.test/injected{path}" for path in PATHS]),
        **{
            f"framed by {place}": [
                url.removeprefix("https://shop.test") for url in _framed(page, place)
            ]
            for place in (PARTNER, *STRANGERS)
        },
    }


def _others_online(framed: Sequence[str]) -> None:
    """The other sites: scripts, a picture, a map, where a form leads, and a page of frames."""
    app = Flask("others")
    frames = "".join(f'<iframe src="{url}"></iframe>' for url in framed)
    script = {"Content-Type": "text/javascript"}
    app.add_url_rule("/x.js", "x", lambda: (RAN, script))
    app.add_url_rule("/coffee.png", "coffee", lambda: (PIXEL, {"Content-Type": "image/png"}))
    app.add_url_rule("/berlin", "berlin", lambda: "<h1>Berlin</h1>")
    app.add_url_rule("/got", "got", lambda: "<h1>Got it</h1>", methods=["POST"])
    app.add_url_rule("/frames", "frames", lambda: frames)
    app.add_url_rule("/static/shop.js", "moved", _nothing)
    for place in (EVIL, IMAGES, MAPS, PARTNER, *OTHERS):
        web.site(place, app)


def _nothing() -> ResponseReturnValue:
    return "", {"Content-Type": "text/javascript"}


def _facts(story: Callable[[Page], dict[str, Any]]) -> dict[str, Any]:
    played = browser.play(story)
    assert not played.problem, played.problem
    return dict(played.facts)


class _Before:
    """The app; its files; and at /injected/PATH its page with the query's markup in front."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: Any, start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        if path == "/static/shop.css":
            start_response("200 OK", [("Content-Type", "text/css")])
            return [b"body { color: rgb(0, 128, 0) }"]
        if path == "/static/shop.js":
            start_response("200 OK", [("Content-Type", "text/javascript")])
            return [b"document.documentElement.dataset.own = 'ran'"]
        if not path.startswith("/injected/"):
            return self._app(environ, start_response)
        return self._injected(environ, start_response)

    def _injected(self, environ: Any, start_response: Any) -> Any:
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/injected")
        markup = unquote(environ["QUERY_STRING"]).encode()
        environ["QUERY_STRING"] = ""

        def start(status: str, fields: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [field for field in fields if field[0].lower() != "content-length"]
            return start_response("200 OK", kept, *rest)

        return [markup, *self._app(environ, start)]


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {"14-1": two_ways, "14-3": one_route}
