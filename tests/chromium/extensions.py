"""What Chromium does with the answers of lesson 14: what a page runs, loads, and is framed by."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from flask import Flask
from playwright.sync_api import Error, Page, Response

from helpers import browser, web
from helpers.exercises.anywhere import nonces_of
from helpers.exercises.extension_shops import WORDS
from helpers.exercises.extensions import FOREIGN, INLINE
from helpers.exercises.https_shops import FORGED as OF_A_PROXY
from tests.chromium.attempts import posted
from tests.chromium.injectable import Injectable

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
        f'<link rel="stylesheet" href="https://{EVIL}/x.css">',
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
  || getComputedStyle(document.documentElement).order === '8'
  || [...document.querySelectorAll('.foreign')].some(image => image.naturalWidth > 0)"""
TARGETS = tuple(f"https://{place}/" for place in (EVIL, IMAGES, PARTNER, "none"))
ATTACKS = (
    f'{CODE}{LOADS}<iframe src="https://{MAPS}/berlin"></iframe><base href="{TARGETS[0]}">'
    '<form id="attack" method="post"></form>'
)
A_BASE_COUNTS = """targets => targets.some(target => {
  document.querySelector("base").href = target
  return document.baseURI === target
})"""
SCRIPTS_RUN = """() => !document.querySelector("script")
  || document.documentElement.dataset.own === 'ran'"""
LOADED = """() => document.documentElement.dataset.own === 'ran'
  && getComputedStyle(document.body).color === 'rgb(0, 128, 0)'
  && [...document.images].every(image => image.naturalWidth > 0)"""
OWN_IMAGE = """new Promise(done => Object.assign(new Image(), {
  onload: () => done(true), onerror: () => done(false), src: "/static/own.png"}))"""
SEND_TO_EACH = """async targets => {
  for (const target of targets) await new Promise(stopped => {
    addEventListener("securitypolicyviolation", event => {
      if (event.effectiveDirective === "form-action" && event.disposition === "enforce") stopped()
    })
    const form = document.querySelector("#attack")
    form.action = `${target}got`
    form.submit()
  })
}"""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


SHOWN = ("/", "/none", "/static/none")
FORGED = {"X-Forwarded-Proto": "https"}
BY_HTTP = ("broken?from=http://a.test/&tag=a%26b&tag=c", "account", "static/none")


def two_ways(create_app: Any) -> dict[str, bool]:
    """Exercise 14-1: both apps."""
    _others_online([f"https://{host}{path}" for host in WORDS for path in (*SHOWN, "/?q=1")])
    for host, word in WORDS.items():
        web.site(host, _Before(create_app(word)))
    visits = [_facts(_visit, host) for host in WORDS]
    seen = {name: [visit[name] for visit in visits] for name in visits[0]}
    by_http = _facts(_visit_by_http)
    framed = _facts(_framed_by, (EVIL, *OTHERS))
    return {
        "http is sent on to https": by_http["sent on"],
        "Nobody passes for https by writing X-Forwarded-Proto": by_http["forged sent on"],
        "The session cookie is Secure and HttpOnly, and not SameSite=None": all(seen["kept safe"]),
        INLINE: not any(seen["inline"]),
        f"{FOREIGN} image": not any(seen["foreign"]),
        "No <base> counts, and no form goes elsewhere": not any(seen["elsewhere"]),
        "No other site can frame a page": not any(framed.values()),
        "The page's own parts and its image load": all(seen["loads"]),
        "Every page answers, and a login is kept": all(seen["login"]),
    }


def _visit(page: Page, host: str) -> dict[str, Any]:
    page.goto(f"https://{host}/login")
    page.goto(f"https://{host}/account")
    kept = "ann" in page.content()
    cookies = page.context.cookies(f"https://{host}/login")
    page.goto(f"https://{host}/")
    loads = bool(page.evaluate(LOADED) and page.evaluate(OWN_IMAGE))
    attacked = [f"https://{host}/injected{path}" for path in SHOWN]
    attacked += [f"https://{host}/injected-query/"]
    return {
        "login": kept,
        "kept safe": all(
            cookie["secure"]
            and cookie["httpOnly"]
            and cookie["sameSite"] != "None"
            and cookie["domain"] == host
            for cookie in cookies
        ),
        "loads": loads,
        **_attacked(page, [*attacked, f"https://{host}/injected-post/"]),
    }


def _visit_by_http(page: Page) -> dict[str, Any]:
    seen = [_arrive_by_https(page, path) for path in (*BY_HTTP, "login")]
    forged = [_arrive_by_https(page, path, FORGED) for path in BY_HTTP]
    for value in ("HTTPS", "https,https"):
        forged += [_arrive_by_https(page, "", {"X-Forwarded-Proto": value})]
    for fields in ({"X-Forwarded-Host": EVIL}, dict(reversed(OF_A_PROXY))):
        forged += [_arrive_by_https(page, "", fields)]
    forged += [_arrive_by_https(page, "order", FORGED, go=posted)]
    seen += [_arrive_by_https(page, "order", go=posted)]
    return {"sent on": all(seen), "forged sent on": all(forged)}


def _arrive_by_https(
    page: Page,
    path: str,
    written: dict[str, str] | None = None,
    go: Callable[[Page, str], Any] = Page.goto,
) -> bool:
    """Whether a new profile, which has noted no host yet, gets there on both hosts."""
    running = page.context.browser
    assert running
    with running.new_context(extra_http_headers=written) as context:
        new = context.new_page()
        return all(_arrives(new, f"{host}/{path}", go) for host in WORDS)


def _arrives(page: Page, place: str, go: Callable[[Page, str], Any]) -> bool:
    came: list[Response] = []
    page.on("response", lambda response: came.append(response))
    try:
        go(page, f"http://{place}")
    except Error:  # redirects that go round and round
        return False
    by_http = [each for each in came if each.url.startswith("http:")]
    has_cookie = any("set-cookie" in each.all_headers() for each in by_http)  # for all to read
    return page.url == f"https://{place}" and not has_cookie


def _attacked(page: Page, places: Sequence[str]) -> dict[str, Any]:
    """Whether what a guest adds counts, their <base> or form leads elsewhere, and their map."""
    inline = foreign = elsewhere = False
    shown = []
    for place in places:
        came = page.goto(f"{place}?{quote(ATTACKS)}")
        page.evaluate(FROM_A_BLOB)
        if any(each.url.startswith(f"https://{MAPS}/") for each in page.frames[1:]):
            shown.append("/" + place.partition("/injected")[2].partition("/")[2])
        inline |= page.evaluate(STANDS_IN_IT) or page.evaluate(EVALED)
        foreign |= page.evaluate(LOADS_IT)
        foreign |= any(each.url.startswith(FRAMED) for each in page.frames[1:])
        elsewhere |= page.evaluate(A_BASE_COUNTS, TARGETS) or _form_leads_away(page)
        if known := nonces_of(came.headers.get("content-security-policy", "") if came else ""):
            page.goto(f"{place}?{quote(f'{CODE}<script nonce={known[0]}>{RAN_INLINE}</script>')}")
            inline |= page.evaluate(STANDS_IN_IT)
    return {"inline": inline, "foreign": foreign, "elsewhere": elsewhere, "map shown on": shown}


def _form_leads_away(page: Page) -> bool:
    try:
        page.evaluate(SEND_TO_EACH, TARGETS)
    except Error:  # the page is gone
        page.wait_for_url(lambda url: url.startswith(TARGETS), wait_until="commit")
        return True
    return False


def _framed_by(page: Page, embedders: Sequence[str]) -> dict[str, list[str]]:
    """The paths that a page of each of those sites gets to show in frames."""
    framed = {}
    for embedder in embedders:
        page.goto(f"https://{embedder}/frames")
        framed[embedder] = [
            urlsplit(frame.url).path
            for frame in page.frames[1:]
            if frame.url.startswith("https://") and frame.query_selector("h1, p")
        ]
    return framed


STRANGERS = (EVIL, MAPS, *OTHERS)
PATHS = (
    *("/", "/account", "/map", "/widget", "/none", "/map/none", "/widgets", "/map/", "/widget/"),
    *("/MAP", "/account/widget", "/account/map"),
)


def one_route(app: Any) -> dict[str, bool]:
    """Exercise 14-3: what each page shows in frames, and who shows it in one."""
    asking = "/account?widget=/widget&map=/map"
    _others_online([f"https://shop.test{path}" for path in (*PATHS, asking)])
    web.site("shop.test", _Before(app))
    seen = _facts(_visit_shop)
    framed = _facts(_framed_by, (PARTNER, *STRANGERS))
    partner = framed[PARTNER]
    return {
        "Only /map may show a frame of maps.test": not set(seen["map shown on"]) - {"/map"},
        "partner.test can frame only /widget": not set(partner) - {"/widget"},
        "/map shows the map": "/map" in seen["map shown on"] and "/map" in seen["loads"],
        "partner.test can frame /widget": "/widget" in partner,
        "The pages' own script loads": {"/", "/account", "/widget"} <= {*seen["loads"]},
        INLINE: not seen["inline"],
        f"{FOREIGN} map": not seen["foreign"],
        "No <base> counts, and no form goes elsewhere": not seen["elsewhere"],
        "No site but partner.test can frame a page": not any(framed[each] for each in STRANGERS),
    }


def _visit_shop(page: Page) -> dict[str, Any]:
    loads = []
    for path in PATHS:
        page.goto(f"https://shop.test{path}")
        if page.evaluate(SCRIPTS_RUN):
            loads.append(path)
    attacked = [f"https://shop.test/injected{path}" for path in PATHS]
    attacked += [f"https://shop.test/injected-{way}/" for way in ("post", "query")]
    return {"loads": loads, **_attacked(page, attacked)}


def _others_online(framed: Sequence[str]) -> None:
    """The other sites: scripts, a picture, a map, where a form leads, and a page of frames."""
    app = Flask("others")
    frames = "".join(f'<iframe src="{url}"></iframe>' for url in framed)
    script = {"Content-Type": "text/javascript"}
    app.add_url_rule("/x.js", "x", lambda: (RAN, script))
    app.add_url_rule("/x.css", "css", lambda: ("html { order: 8 }", {"Content-Type": "text/css"}))
    app.add_url_rule("/coffee.png", "coffee", lambda: (PIXEL, {"Content-Type": "image/png"}))
    app.add_url_rule("/berlin", "berlin", lambda: "<h1>Berlin</h1>")
    app.add_url_rule("/got", "got", lambda: "<h1>Got it</h1>", methods=["POST"])
    app.add_url_rule("/frames", "frames", lambda: frames)
    app.add_url_rule("/static/shop.js", "moved", lambda: ("", script))
    for place in (EVIL, IMAGES, MAPS, PARTNER, *OTHERS):
        web.site(place, app)


def _facts(story: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """A story of its own for each part: it must end in time on a busy machine as well."""
    played = browser.play(story, *arguments)
    assert not played.problem, played.problem
    return dict(played.facts)


class _Before:
    """The app; its files; and at /injected/PATH its page with the query's markup in front.

    At /injected-post/PATH it is the app's answer to a POST, at /injected-query/PATH to a query.
    """

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
        if path == "/static/own.png":
            start_response("200 OK", [("Content-Type", "image/png")])
            return [PIXEL]
        if not path.startswith(("/injected/", "/injected-post/", "/injected-query/")):
            return self._app(environ, start_response)
        return self._injected(environ, start_response)

    def _injected(self, environ: Any, start_response: Any) -> Any:
        _, way, path = environ["PATH_INFO"].split("/", 2)
        environ["PATH_INFO"] = f"/{path}"
        if way == "injected-post":
            environ["REQUEST_METHOD"] = "POST"
        markup = unquote(environ["QUERY_STRING"]).encode()
        environ["QUERY_STRING"] = "q=1&map=/map&widget=1" if way == "injected-query" else ""
        answer = Injectable.from_app(self._app, environ)
        answer.status_code = 200
        answer.data = markup + answer.data
        return answer(environ, start_response)


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {"14-1": two_ways, "14-3": one_route}
