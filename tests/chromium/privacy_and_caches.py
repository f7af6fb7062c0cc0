"""What Chromium does with the answers of lesson 13: what Back shows, what is left, who may ask."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from playwright.sync_api import Page

from helpers import browser, web
from helpers.exercises.arrivals import EVIL
from helpers.exercises.permissions_policy import MAPS, SHOP
from tests.chromium.attempts import posted

BANK = "https://bank.test"
FROM = f"{BANK}/account"
"""Where a visitor clicks on a link."""
OPEN = ("payments/rent", "payments/logout", "", "?to=/logout&logout=1", "none", "logout-help")


def logout(app: Any) -> dict[str, bool]:
    """Exercise 13-2: log in, log out by way of two pages, press Back to each."""
    web.site("bank.test", app)
    played = browser.play(_log_out)
    assert not played.problem, played.problem
    facts = played.facts
    if "user" not in str(facts["before"]):  # the answer lets nobody in: there is nothing to keep
        return {}
    return {
        "After logout, Back shows nobody's pages": not facts["shown"],
        "Logout makes the browser forget its cookies": not facts["cookies"],
        "Logout makes the browser forget its storage": facts["storage"] is None,
        "Nobody is logged out by any other page": facts["stayed"] is True,
    }


def _cookies(page: Page) -> set[str]:
    return {each.get("name", "") for each in page.context.cookies()}


def _keep(page: Page, **cookies: str) -> None:
    """The browser has these cookies of the bank from now on."""
    page.context.add_cookies(
        [{"name": name, "value": value, "url": BANK} for name, value in cookies.items()]
    )


class _After:
    """What is there after several logouts: cookies, what was stored, and what Back shows."""

    def __init__(self) -> None:
        self.cookies: set[str] = set()
        self.storage: object = None
        self.shown: list[str] = []

    def look(self, page: Page) -> None:
        self.cookies |= _cookies(page)
        self.storage = self.storage or page.evaluate("localStorage.note ?? null")


def _log_out(page: Page) -> dict[str, object]:
    after = _After()
    before = _first_visit(page, after)
    _second_visit(page, after)
    for fields in SAID:
        after.shown += _log_out_saying(page, fields)
        after.look(page)
    return {
        **before,
        "cookies": sorted(after.cookies),
        "storage": after.storage,
        "shown": [each for each in after.shown if "ann" in each or "bea" in each],
    }


def _first_visit(page: Page, after: _After) -> dict[str, object]:
    """Ann, by every way to a page; what she had before her logout, and whether it stayed."""
    _keep(page, other="1")
    page.goto(f"{BANK}/login")
    page.evaluate("localStorage.note = '1'")
    for path in OPEN:
        page.goto(f"{BANK}/{path}")
        page.goto(f"{BANK}/{path}", referer=FROM)
    page.evaluate("fetch('/', { method: 'HEAD' }).then(answer => answer.status)")
    posted(page, f"{BANK}/account")
    page.goto(f"{BANK}/account", referer=f"{BANK}/logout")
    before = _cookies(page)
    page.evaluate("fetch('/payments/fetched').then(answer => answer.status)")
    page.evaluate(BY_SCRIPT)
    note = page.evaluate("localStorage.note ?? null") == "1"
    for path in ("payments/rent", "account"):
        page.goto(f"{BANK}/{path}")
    page.reload()
    page.goto(f"{BANK}/logout")
    after.look(page)
    after.shown += [*_back_twice(page), *page.evaluate(KEPT, KEPT_PATHS)]
    return {"before": sorted(before), "stayed": {"user", "other"} <= before and note}


def _second_visit(page: Page, after: _After) -> None:
    """Bea, who comes by links; then logouts when the login has run out, and all cookies have."""
    _keep(page, other="1", user="bea.2")
    page.goto(f"{BANK}/account?month=5", referer=FROM)
    page.evaluate("localStorage.note = '1'")
    for path in ("payments/J.rent.svg", "logout"):
        page.goto(f"{BANK}/{path}", referer=FROM)
    after.look(page)
    after.shown += _back_twice(page)
    for path, cookies in (("logout?next=/", {"other": "1"}), ("logout", {})):
        page.goto(f"{BANK}/")
        page.context.clear_cookies()
        _keep(page, **cookies)
        page.evaluate("localStorage.note = '1'")
        page.goto(f"{BANK}/{path}")
        after.look(page)


BY_SCRIPT = """() => new Promise(async done => {
  await fetch("/payments/asked", { headers: { "X-Requested-With": "XMLHttpRequest" } })
  const link = document.createElement("link")
  Object.assign(link, { rel: "prefetch", href: "/payments/prefetched" })
  link.onload = link.onerror = done
  document.head.append(link)
})"""
KEPT_PATHS = ["/account", *(f"/payments/{each}" for each in ("fetched", "asked", "prefetched"))]
SAID = ({"DNT": "1", "Sec-GPC": "1"}, {"Cache-Control": "no-cache", "Pragma": "no-cache"})
"""What a browser says with every request, as its user has set it; and with open developer tools."""


def _log_out_saying(page: Page, fields: dict[str, str]) -> list[str]:
    """The same visit once more, shorter: what is shown when it goes back."""
    _keep(page, other="1", user="bea.3")
    page.context.set_extra_http_headers(fields)
    page.goto(f"{BANK}/account?year=5")
    page.evaluate("localStorage.note = '1'")
    page.goto(f"{BANK}/logout")
    page.go_back()
    return [page.inner_text("body")]


KEPT = """async paths => {
  const kept = []
  for (const path of paths) try {
    const answer = await fetch(path, { cache: "only-if-cached", mode: "same-origin" })
    kept.push(await answer.text())
  } catch { }
  return kept
}"""
"""What the browser's cache still gives to a script, without asking the bank."""


def _back_twice(page: Page) -> list[str]:
    shown = []
    for _ in range(2):
        page.go_back()
        shown.append(page.inner_text("body"))
    return shown


def permissions(policy: Any) -> dict[str, bool]:
    """Exercise 13-1: the allowlists that Chromium makes of the answer."""
    if not isinstance(policy, str):
        return {}
    app = Flask("shop")
    app.add_url_rule("/", view_func=lambda: ("", {"Permissions-Policy": policy}))
    frame = '<iframe src="https://{}/" allow="geolocation; fullscreen"></iframe>'
    named = re.findall(r"https?://([^\s\"'/:;,()]+)", policy)
    hosts = {"maps.test", "evil.test", *(host.lower().replace("*", "any") for host in named)}
    hosts.discard("shop.test")
    frames = "".join(map(frame.format, sorted(hosts)))
    app.add_url_rule(
        "/frames", endpoint="f", view_func=lambda: (frames, {"Permissions-Policy": policy})
    )
    web.site("shop.test", app)
    for host in hosts:
        web.site(host, Flask("empty"))
    played = browser.play(_ask)
    assert not played.problem, played.problem
    own, framed = played.facts["own"], played.facts["framed"]
    assert isinstance(own, dict)
    assert isinstance(framed, dict)
    return {
        "Nobody gets the camera": not own["camera"],
        "Nobody gets the microphone": not own["microphone"],
        "A frame of another site gets no location": not any(
            allowed["geolocation"] for url, allowed in framed.items() if url != MAPS
        ),
        "The shop itself gets the location": own["geolocation"],
        "A frame of maps.test gets it too": framed[MAPS]["geolocation"],
        "Fullscreen stays allowed": own["fullscreen"]
        and all(framed[url]["fullscreen"] for url in (MAPS, EVIL)),
    }


ALLOWS = "name => document.featurePolicy.allowsFeature(name)"


def _ask(page: Page) -> dict[str, object]:
    page.goto(f"{SHOP}/frames")
    names = ("camera", "microphone", "geolocation", "fullscreen")
    own, *framed = [
        (frame.url, {name: frame.evaluate(ALLOWS, name) for name in names}) for frame in page.frames
    ]
    return {"own": own[1], "framed": {url.rstrip("/"): allowed for url, allowed in framed}}


SEEN = {"13-1": permissions, "13-2": logout}
