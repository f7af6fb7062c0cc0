"""What Chromium does with the answers of lesson 08: what it reports, shows, loads and runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response
from playwright.sync_api import Page, Request

from helpers import browser, web
from helpers.csp import Policy
from helpers.exchange import probe
from helpers.exercises.anywhere import nonces_of
from helpers.exercises.arrivals import OTHER_NAME
from helpers.exercises.drawn import DRAWN
from helpers.exercises.enforced_policy import FREE, trying_shop
from helpers.exercises.entries import unsendable
from helpers.exercises.named_sites import elsewhere
from helpers.exercises.report_attempts import (
    DATA,
    EVIL,
    EVILS,
    EXTENSIONS,
    FILES,
    FONT,
    FORGED,
    GOOGLES,
    INJECTED,
    NEIGHBOURS,
    NEXT_FONT,
    NOT_TAKEN,
    PAYMENT,
    PICTURES,
    SOCKET,
    STOCK,
    Asked,
    is_evils,
    needless,
)
from helpers.exercises.report_sites import SHOP, SHORTENED, plain_shop, visits
from helpers.exercises.upload_sites import PNG
from tests.chromium.attempts import asked_for, attempted, posted, submits

ELSEWHERE = (
    *("images.test", "fonts.googleapis.com", "fonts.gstatic.com", "api.test", "pay.test"),
    *("evil.test", "helpful-widgets.test", "sentinel.test"),
    *("storage.googleapis.com", "www.gstatic.com", "other.images.test", "cdn.test"),
    *("other.api.test", "partner.test"),
)

# What happens on a page comes to light in order: where the last thing did, so did the others.
LISTEN = """window.violations = []; document.addEventListener('securitypolicyviolation', e =>
    violations.push([e.disposition, e.effectiveDirective, e.blockedURI]))"""
LAST = "https://sentinel.test/x.mp3"
LAST_SEEN = "url => violations.some(each => each[2] === url)"

MARKED = """() => [document, ...[...document.querySelectorAll('iframe')]
    .map(frame => frame.contentDocument)].some(page =>
    [...page?.querySelectorAll('[id]') ?? []].some(one => /^w[a-p]{10}$/.test(one.id)))
  || [...document.querySelectorAll('a')].some(one => one.protocol === 'javascript:')
  || [...document.querySelectorAll('style, [style]')].some(one =>
    /w[a-p]{10}/.test((one.getAttribute('style') ?? '') + (one.sheet ? one.textContent : '')))"""

READ = """() => {
  for (const one of document.querySelectorAll('details')) one.open = true
  const fields = [...document.querySelectorAll('input:not([type=hidden]), textarea')]
  const frames = [...document.querySelectorAll('iframe')]
  return [document.body.innerText,
    ...fields.filter(one => one.checkVisibility()).map(one => one.value),
    ...frames.map(one => one.contentDocument?.body.innerText)].join(' ')
}"""
"""What a reader sees of a page, fields and frames included."""


REPORTING = "/reporting-page-".ljust(SHORTENED - len(SHOP), "x")
"""The page that reports, by an address as long as is kept at least."""


def collector(add_collector: Any) -> dict[str, bool]:
    """Exercise 08-1: the judge's reports, then a real one, then a look at the dashboard."""
    asked = visits(Random())
    first = [str(each) for each in asked].index("GET /dashboard")
    given = plain_shop()
    app = add_collector(given) or given
    sent = probe(app, asked[:first])
    taken = "".join(one.request.text for one in sent if one.response and one.response.status < 300)
    kept = set(re.findall(f"w{DRAWN}", taken))
    numbers = re.findall(r"\{\{ (\d+) \* 3 \}\}", "".join(one.text for one in asked))
    site = _Reporting(app)
    web.site("shop.test", site)
    status, read, page, marked = _play(_report_and_look, site.answered)
    computed = any(str(3 * int(number)) in page for number in numbers)
    shown = all(one in read for one in (REPORTING, "img-src", "blocked-picture.test"))
    return {
        "The dashboard shows a hostile report as text": status == 200
        and not (marked or computed or re.search(f"w{DRAWN} <b", read))
        and all(mark in read for mark in kept),
        "A report by report-uri is on the dashboard": status == 200 and shown,
    }


class _Reporting:
    """A page that reports one blocked picture, in front of the app."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.answered: SimpleQueue[bool] = SimpleQueue()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/reports":
            body = self.app(environ, start_response)
            self.answered.put(True)
            return body
        if environ["PATH_INFO"] != REPORTING:
            return self.app(environ, start_response)
        policy = ("Content-Security-Policy", "img-src 'none'; report-uri /reports")
        start_response("200 OK", [("Content-Type", "text/html"), policy])
        return [b"<img src=https://blocked-picture.test/x.png>"]


def _report_and_look(page: Page, answered: SimpleQueue[bool]) -> tuple[int, str, str, bool]:
    page.goto(SHOP + REPORTING)
    answered.get(timeout=5)
    response = page.goto(f"{SHOP}/dashboard")
    assert response
    return response.status, page.evaluate(READ), page.content(), page.evaluate(MARKED)


DIRECTIVE = {
    "script": "script-src-elem",
    "style": "style-src-elem",
    "img": "img-src",
    "frame": "frame-src",
    "connect": "connect-src",
    "font": "font-src",
    "media": "media-src",
    "object": "object-src",
    "worker": "worker-src",
}
INLINE = {
    "inline-script": ("script-src-elem", "inline"),
    "event-handler": ("script-src-attr", "inline"),
    "inline-style": ("style-src-elem", "inline"),
    "style-attribute": ("style-src-attr", "inline"),
    "eval": ("script-src", "eval"),
}
TAG = {
    "script": '<script src="{}"></script>',
    "style": '<link rel=stylesheet href="{}">',
    "img": '<img src="{}">',
    "frame": '<iframe src="{}"></iframe>',
    "media": '<video src="{}"></video>',
    "object": '<object data="{}"></object>',
}
OWN = [
    *[("script", f"{SHOP}/app.js"), ("style", f"{SHOP}/style.css"), ("img", f"{SHOP}/logo.png")],
    ("connect", f"{SHOP}/basket"),
]
TRIED = [each for each in NOT_TAKEN if each[0] != "manifest"]  # the headless shell asks for none
ASKED: list[Asked] = [
    *FORGED,
    *EXTENSIONS,
    *[("img", url) for url in PICTURES],
    *[("style", GOOGLES), ("font", FONT), ("connect", STOCK), ("frame", PAYMENT)],
    *[("font", NEXT_FONT), SOCKET, *EVILS, *OWN, *TRIED, *NEIGHBOURS],
]
CODE = "<script>1</script><style>p { color: red }</style><body onload=1 style='color: red'>"
TRY = """async ([fetched, fonts, workers, last]) => {
  // Of itself, what a driver evaluates may eval; what it leaves behind for later may not.
  await new Promise(done => setTimeout(() => { try { eval("1") } catch {} done() }))
  for (const url of fetched) try {
    url.startsWith("wss:") ? new WebSocket(url) : await fetch(url)
  } catch {}
  for (const url of fonts) await new FontFace("f", `url(${url})`).load().catch(() => null)
  for (const url of workers) try { new Worker(url) } catch {}
  document.body.append(Object.assign(document.createElement("audio"), {src: last}))
}"""


def twelve_reports(policy: Any) -> dict[str, bool]:
    """Exercise 08-2: a page that asks for everything, under the answer's policy."""
    if not isinstance(policy, str) or unsendable("policy", policy):
        return {}
    app = Flask("shop")
    others = needless(Policy(policy))
    asked = [*ASKED, *others]
    tags = "".join(TAG[kind].format(url) for kind, url in asked if kind in TAG)
    for nonce in nonces_of(policy):
        tags += f"<script nonce='{nonce}'>ran = 1</script><style nonce='{nonce}'></style>"

    @app.get("/asking")
    def asking() -> Any:
        sentinel = {"Content-Security-Policy-Report-Only": "media-src 'none'"}
        return f"<!doctype html>{CODE}{tags}", {"Content-Security-Policy": policy, **sentinel}

    forms = elsewhere(Policy(policy), "form-action", [SHOP])
    _put_online(app, *(url for _, url in others), *forms)
    violations, ran, sends = _play(_ask, asked)
    leads_away = any(_play(_sends_to, url) for url in forms)
    own = "The shop's own files still load, and its forms are sent"
    if sends is None:  # in a sandbox all else is another matter
        return {own: False}
    blocked = {(directive, url) for kind, directive, url in violations if kind == "enforce"}

    scripts = [each for each in others if each[0] == "script"]
    told = [*scripts, *filter(is_evils, others)]

    def stopped(*asked: Asked) -> list[bool]:
        return [_as_reported(kind, url) in blocked for kind, url in asked]

    return {
        "No script of a stranger runs": all(stopped(*FORGED, *scripts)),
        "No code that stands in the page runs, and no eval": all(
            stopped(("inline-script", None), ("event-handler", None), ("eval", None))
        )
        and not ran,
        "Nothing is sent to evil.test": all(stopped(*EVILS, SOCKET, *filter(is_evils, others)))
        and not leads_away,
        "Nothing is let in for an extension": all(
            stopped(*EXTENSIONS, ("inline-style", None), ("style-attribute", None))
        ),
        "Each place gives what the shop takes from it, and nothing else": all(
            stopped(*TRIED, *NEIGHBOURS, *(each for each in others if each not in told))
        ),
        "The pictures and the icons show": not any(stopped(*(("img", url) for url in PICTURES))),
        "The fonts load: Google's stylesheet and its files": not any(
            stopped(("style", GOOGLES), ("font", FONT), ("font", NEXT_FONT))
        ),
        "The stock is fetched": not any(stopped(("connect", STOCK))),
        "The payment page stands in its frame": not any(stopped(("frame", PAYMENT))),
        own: not any(stopped(*OWN)) and sends,
    }


def _as_reported(kind: str, url: str | None) -> tuple[str, str]:
    """The directive and the place that a violation event names (CSP Level 3, section 5.2)."""
    if url is None:
        return INLINE[kind]
    scheme = urlsplit(url).scheme
    if kind in ("frame", "object") and scheme == "https":  # of a document it names the origin
        return DIRECTIVE[kind], f"https://{urlsplit(url).netloc}"
    if kind == "frame" and scheme == "data":  # which has none
        return DIRECTIVE[kind], ""
    return DIRECTIVE[kind], url if scheme in ("https", "wss") else scheme


def _sends_to(page: Page, url: str) -> bool:
    page.goto(f"{SHOP}/asking")
    return submits(page, url)


def _ask(page: Page, asked: Sequence[Asked]) -> tuple[list[list[str]], bool, bool | None]:
    page.add_init_script(LISTEN)
    page.goto(f"{SHOP}/asking")
    urls = [
        [str(url) for kind, url in asked if kind == one] for one in ("connect", "font", "worker")
    ]
    page.evaluate(TRY, [*urls, LAST])
    page.wait_for_function(LAST_SEEN, arg=LAST)
    ran = "'ran' in window || document.querySelector('style[nonce]')?.sheet != null"
    seen, has_run = page.evaluate("violations"), page.evaluate(ran)
    is_free = page.evaluate("self.origin !== 'null'")
    return seen, has_run, submits(page, f"{SHOP}/basket") if is_free else None


def _put_online(shop: Any, *urls: str) -> None:
    web.site("shop.test", shop)
    other = Flask("other")

    @other.get("/")
    @other.get("/<path:_path>")
    def answer(_path: str = "") -> Response:
        headers = {"Access-Control-Allow-Origin": "*"}
        return Response(PNG, mimetype="image/png", headers=headers)

    web.site(str(urlsplit(OTHER_NAME).hostname), shop)
    for name in {*ELSEWHERE, *(str(urlsplit(url).hostname) for url in urls)} - {"shop.test"}:
        web.site(name, other)


ATTACK = "<script>document.title = 'attacked'</script>"
TAGS = "<b onclick=1></b>" + "".join(
    TAG[kind].format(url) for kind, url in (*EVILS, *FILES[-1:]) if kind in TAG
)
INJECT = """([tags, sources, nonces]) => {
  const script = properties => document.head.append(
    Object.assign(document.createElement("script"), properties))
  for (const nonce of ["", ...nonces]) script({text: "window.ran = 1", nonce})
  for (const src of sources) script({src})
  document.body.insertAdjacentHTML("beforeend", '<i style="color: brown">x</i>' + tags)
}"""
STYLED = "getComputedStyle(document.querySelector('i')).color === 'rgb(165, 42, 42)'"


def enforced(enforce: Any) -> dict[str, bool]:
    """Exercise 08-3: the page and a 404 as the answer changes them, with attacks in each."""
    given = trying_shop()
    _put_online(_WithSentinel(enforce(given) or given))
    if not _play(_writes):  # then nothing can be injected by a script, either
        return {"Every page answers as it did": False}
    led = f"/?q={quote(ATTACK)}"
    pages = [_play(_attack, path) for path in (led, "/no/such-page", f"{led}&nocsp=1&debug=1")]
    pages += [_play(_attack, "/", posted)]
    pages += [_play(_attack, path) for path in ("/broken", f"{led}{'x' * 2_000}&nohdr=1&csp=off")]
    by_http = _play(_attack, led, lambda page, url: page.goto(url.replace("https:", "http:")))
    by_name = _play(_attack, led, lambda page, url: page.goto(url.replace(SHOP, OTHER_NAME)))
    seen = {
        "Nothing injected runs or loads any more": not any(
            one["let in"] for one in (*pages, by_http, by_name)
        ),
        "The next policy is tried on every page": all(one["tried"] for one in pages),
        "The page keeps its inline style": all(one["styled"] for one in pages),
        "The shop's script and its pictures load": bool(pages[0]["works"]),
    }
    told = {  # by another row, or, of a worker, not tried
        "img": not seen["The shop's script and its pictures load"],
        "script": not seen["The shop's script and its pictures load"],
        "inline-style": not seen["The page keeps its inline style"],
        "worker": True,
    }
    kept = web.get(f"{SHOP}/").headers
    others = kept.get("Cache-Control") == "no-cache" and "Clear-Site-Data" not in kept
    if not (others and all(_play(_may, thing) for thing in FREE if not told.get(thing[0]))):
        seen["Every page answers as it did"] = False
    if any(one["report-to"] for one in pages):  # the headless shell sends nothing by report-to
        return seen
    return seen | {
        "Reports of the enforced policy arrive": all(one["enforce"] for one in pages),
        "Reports of the next policy arrive": all(one["report"] for one in pages),
    }


WRITES = """() => {
  try { document.createElement("i").innerHTML = "x" } catch { return false }
  return true
}"""
ADD_SCRIPT = """src => new Promise(done => document.head.append(
    Object.assign(document.createElement("script"), {src, onload: done, onerror: done})))"""
FRAMED = """url => new Promise(done => document.body.append(
    Object.assign(document.createElement("iframe"), {src: url, onload: done})))"""


def _writes(page: Page) -> bool:
    page.goto(f"{SHOP}/")
    return bool(page.evaluate(WRITES))


def _may(page: Page, thing: Asked) -> bool:
    """Whether a page of the shop may still do what the policy that was tried lets it do."""
    response = page.goto(f"{SHOP}/")
    assert response
    if page.evaluate("self.origin === 'null'"):  # in a sandbox
        return False
    kind, url = thing
    if kind == "script":
        return url in asked_for(lambda: page.evaluate(ADD_SCRIPT, url))
    if kind == "frame-ancestors":
        page.goto(str(url))
        page.evaluate(FRAMED, f"{SHOP}/")
        return page.frames[-1].url.startswith(SHOP)
    return bool(attempted(page, [(kind, url or "")]))


class _WithSentinel:
    """One policy more, in report-only mode, whose report tells that the others were sent."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            policy = "media-src 'none'; report-uri /sentinel"
            name = "Content-Security-Policy-Report-Only"
            return start_response(status, [*headers, (name, policy)], *rest)

        return self.app(environ, start)


def _path(request: Request) -> str:
    return urlsplit(request.url).path


def _attack(page: Page, path: str, go: Callable[[Page, str], Any] = Page.goto) -> dict[str, bool]:
    sent: list[Request] = []
    page.on("request", lambda each: sent.append(each) if each.method == "POST" else None)
    page.add_init_script(LISTEN)
    response = go(page, f"{SHOP}{path}")
    assert response
    policy = web.get(f"{SHOP}/").headers.get("Content-Security-Policy", "")
    others = elsewhere(Policy(policy), "script", [SHOP])
    sources, nonces = [EVIL, DATA, *others], nonces_of(policy)
    works = page.evaluate("document.body.innerText.includes('2 EUR')") and page.evaluate(
        "[...document.images].every(one => one.naturalWidth)"
    )
    with page.expect_request("**/sentinel"):
        page.evaluate(INJECT, [TAGS, sources, nonces])
        page.evaluate(TRY, [[EVIL], [EVIL], [], LAST])
    page.wait_for_function(LAST_SEEN, arg=LAST)
    bodies: list[Any] = [one.post_data_json for one in sent if _path(one) == "/reports"]
    reports = [body["csp-report"] for body in bodies]
    alone = all(urlsplit(one.url).hostname == "shop.test" for one in sent)
    said = {(one["disposition"], one["effective-directive"]) for one in reports}
    seen = [(mode, (name, url)) for mode, name, url in page.evaluate("violations")]
    blocked, tried = ({what for mode, what in seen if mode == one} for one in ("enforce", "report"))
    ran = page.title() == "attacked" or page.evaluate("'ran' in window")
    return {
        "let in": ran
        or any(_as_reported(*asked) not in blocked for asked in INJECTED)
        or any(_as_reported("script", url) not in blocked for url in others),
        "tried": {("style-src-attr", "inline"), *(_as_reported(*each) for each in INJECTED)}
        <= tried
        and not any(url in dict(FILES).values() for _, url in tried),
        "styled": page.evaluate(STYLED),
        "works": works,
        "report-to": "report-to" in str(response.headers),
        "enforce": alone and any(disposition == "enforce" for disposition, _ in said),
        "report": alone and ("report", "style-src-attr") in said,
    }


def _play(story: Callable[..., Any], *arguments: Any) -> Any:
    played = browser.play(lambda page: {"seen": story(page, *arguments)})
    assert not played.problem, played.problem
    return played.facts["seen"]


SEEN = {"08-1": collector, "08-2": twelve_reports, "08-3": enforced}
