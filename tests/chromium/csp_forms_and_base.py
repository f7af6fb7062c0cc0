"""What Chromium does with the answers of lesson 07: where forms go, and which base is obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from playwright.sync_api import Error, Page, Response

from helpers import browser, web
from helpers.csp import Policy
from helpers.exercises.form_sites import (
    ARGUMENTS,
    BLOG,
    CDN,
    CLUB,
    EMAIL,
    FONTS,
    MADE_BY_A_TEMPLATE,
    MESSAGE,
    NAMES_OF_CHECKOUT,
    PAY,
    PAYING,
    SHOP,
    SWITCHES,
)
from helpers.exercises.named_sites import elsewhere

EVIL = "https://evil.test/"
CSP = "Content-Security-Policy"
FIELDS = "[name=email]:visible, [name=message]:visible"

SENDS = """selector => new Promise(ended => {
  const form = document.querySelector(selector)
  if (!form) return ended(false)
  const frame = document.createElement("iframe")
  frame.name = form.target = "sent" + document.querySelectorAll("iframe").length
  document.body.append(frame)
  frame.onload = () => setTimeout(ended, 50, true)  // a frame that is refused loads a moment before
  document.addEventListener("securitypolicyviolation", violation => {
    if (violation.disposition == "enforce") ended(violation.effectiveDirective != "form-action")
  })
  form.submit()
})"""
"""Whether a form is sent, into a frame. Whether the page may have that frame is another matter."""

INJECTED_FORM = """url => {
  const html = `<form id=injected method=post action="${url}"></form>`
  document.body.insertAdjacentHTML("afterbegin", html)
}"""
INJECTED_BASE = """url => {
  document.head.insertAdjacentHTML("afterbegin", `<base href="${url}">`)
  return document.baseURI == url
}"""

MOVED = """() => {
  const action = () => document.querySelector("[name=email]")?.form?.action
  const before = action()
  document.head.insertAdjacentHTML("afterbegin", "<base href=/uploads/>")
  return action() != before
}"""
"""Whether a base of the page's own site moves the form."""

MARKUP = """message => {
  const every = [...document.querySelectorAll("*")]
  const unseen = "script, style, title, template, [hidden], [hidden] *, input[type=hidden]"
  const seen = every.filter(each => !each.matches(unseen))
  const texts = [...seen.flatMap(each =>
    [...each.childNodes].filter(node => node.nodeType == Node.TEXT_NODE)).map(node => node.data),
    ...seen.filter(each => !each.querySelector(unseen)).map(each => each.textContent),
    ...seen.flatMap(each => [...each.attributes].map(attribute => attribute.value))]
  return !texts.some(text => text.includes(message)) || every.some(each =>
    each.localName == "bobob"
    || (each.matches("b, i") && each.textContent == "bobob")
    || [...each.attributes].some(attribute => attribute.name == "bobob"))
}"""
"""Whether something of that message is no text of the answer, or a tag or an attribute in it."""

OBEYED = """async ([message, email, names, made]) => {
  const token = document.querySelector("[name=csrf_token]")?.value ?? ""
  const long = message + "\\nSee https://shop.test/\\n" + "and more, ".repeat(400) + "<b>bobob</b>."
  const flat = text => text.replace(/\\s+/g, "")
  const forms = [{email, message: "Hello"}, {email, message: ""}, {email: "", message}, {message},
    {email, message: "x"}, {email},
    {email: email.split("@")[0], message}, {email: "ann@mail.test", message: long}]
  const asked = forms.map(form => ["/contact", {
    method: "POST", body: new URLSearchParams({...form, csrf_token: token})}])
  const fields = {email, message}
  for (const name of names) fields[name] = message
  const query = "?" + new URLSearchParams(fields)
  const posted = {method: "POST", body: new URLSearchParams(fields)}
  asked.push([`/contact${query}`, {}], [`/contact${query}`, posted], ["/", posted])
  const path = encodeURIComponent(email)
  asked.push([`/${path}`, {}], [`/${path}`, posted], [`/post/${path}`, {}])
  asked.push([`/contact${query}`, {method: "POST", body: new URLSearchParams({email})}])
  for (const name of names)
    asked.push(["/contact?" + new URLSearchParams({[name]: message}), {}])
  asked.push([`/${query}`, posted], [`/none${query}`, posted], [`/none${query}`, {}])
  for (const [url, how] of asked) try {
    const answer = await fetch(url, how)
    if (answer.status >= 500) return true
    if (!answer.headers.get("content-type").startsWith("text/html")) continue
    const text = await answer.text()
    if (text.includes(made)) return true
    const page = new DOMParser().parseFromString(text, "text/html")
    const shown = flat(page.documentElement.textContent)
    const begins = how.body?.get("message") === long && shown.includes(flat(long.slice(0, 40)))
    if (begins && !shown.includes(flat(long))) return true
    for (const each of page.querySelectorAll("*"))
      if (each.localName == "bobob" || (each.matches("b, i") && each.textContent == "bobob")
          || [...each.attributes].some(attribute => attribute.name.includes("bobob"))) return true
  } catch { }
  return false }"""
"""Whether a page makes markup of an address or a message, where a page may ask for it."""

PRESS = """street => new Promise(ended => {
  const button = document.querySelector(
    "form button:not([type=button]), form [type=submit], button[form]")
  for (const field of document.querySelectorAll("[name=street]")) field.value = street
  if (!button || button.disabled) return ended()
  window.pressed = true
  document.addEventListener("securitypolicyviolation", violation =>
    violation.effectiveDirective == "form-action" && violation.disposition == "enforce" && ended())
  button.click()
})"""
"""Ends where a policy stops the form. Where the form is sent, the page goes, and this with it."""


TAKEN_FOR_THE_CHECKOUT = """([names, page]) => {
  const fields = names.map(name => `<input name=${name} value=${page}>`)
  document.body.insertAdjacentHTML("beforeend",
    `<form method=post action="/account" id=street>${fields.join("")}</form>`)
  window.pressed = true
  document.addEventListener("securitypolicyviolation", () => delete window.pressed)
  document.querySelector("#street").submit()
}"""
FOLLOW = """url => {
  document.body.innerHTML = `<a href="${url}">shop</a>`
  document.querySelector("a").click()
}"""


def club(app: Any) -> dict[str, bool]:
    """Exercise 07-1: both pages, with a form and a base in their words."""
    played = _play(_club, {CLUB: app})
    seen = {
        "The club's own script runs on every page": all(played["script"]),
        "The club's own form sends to the club": all(played["sent"]),
    }
    if all(played["injected"]):
        seen["No page obeys a base of another site"] = not any(played["base"])
        seen["No injected form sends to another site"] = not any(played["stolen"])
    return seen


def _club(page: Page) -> dict[str, list[bool]]:
    seen: dict[str, list[bool]] = {
        key: [] for key in ("script", "sent", "base", "stolen", "injected")
    }
    words = f"<base href={EVIL}><form action={EVIL} method=post>"
    for path in ("/login?note=", "/", f"/{'long' * 100}", f"/login?from={EVIL}&ok={EVIL}&note="):
        named = _named(page.goto(f"{CLUB}{path}words"), CLUB)
        seen["script"].append(page.title() == "Club")
        seen["sent"].append(_sends(page, "form"))
        response = page.goto(f"{CLUB}{path}{quote(words)}")
        seen["injected"].append(bool(response and words in response.text()))
        seen["base"].append(page.evaluate("document.baseURI") == EVIL)
        seen["stolen"].append(_sends(page, f"form[action='{EVIL}']"))
        seen["stolen"] += [_injected_sends(page, url) for url in named["form-action"]]
        seen["base"] += [page.evaluate(INJECTED_BASE, url) for url in named["base-uri"]]
    return seen


def contact(app: Any) -> dict[str, bool]:
    """Exercise 07-2: a form and a base put into every page, and the contact form filled in."""
    played = _play(_blog, {BLOG: app, **dict.fromkeys((CDN, FONTS, "https://forms.test"), _answer)})
    return {
        "No page lets a form send to another site": not any(played[EVIL] + played["named"]),
        "No page obeys a base of another site": not any(played["base"]),
        "GET /contact shows a form that sends to /contact": all(played["sent"]),
        "A message stays text": not any(played["markup"]),
    }


def _blog(page: Page) -> dict[str, list[bool]]:
    led = f"/?next={EVIL}&site={EVIL}&preview=1&debug=1"
    paths = ["/", "/post/1", "/no-such-page", "/contact", "/static/none", led]
    seen = _attacked(page, BLOG, paths, [EVIL])
    for sent, obeyed in _told(page, f"{BLOG}/", EVIL, dict.fromkeys(ASKING, EVIL)):
        seen[EVIL].append(sent)
        seen["base"].append(obeyed)
    message, answers, obeyed = MESSAGE.format("bobob"), list[int](), False
    kinds: list[str] = []
    page.goto(f"{BLOG}/contact")
    stays = not page.evaluate(MOVED)
    page.goto(f"{BLOG}/contact")
    seen["sent"] = [page.locator(FIELDS).count() == 2, stays]
    if all(seen["sent"]):
        told = [message, EMAIL.format("bobob"), ARGUMENTS, MADE_BY_A_TEMPLATE]
        obeyed = page.evaluate(OBEYED, told)
        page.fill("[name=email]", "ann@mail.test")
        page.fill("[name=message]", message)
        page.on("response", lambda each: answers.append(each.status) if _is_post(each) else None)
        page.on("request", lambda each: kinds.append(each.headers.get("content-type", "")))
        before = _posts(f"{BLOG}/contact")
        _press(page)
        seen["sent"].append(_posts(f"{BLOG}/contact") > before and "text/plain" not in kinds)
    answered = answers == [200] and "bobob" in page.content()
    shows = answered and page.evaluate("/^text.(html|plain)$/.test(document.contentType)")
    seen["markup"] = [shows and (obeyed or page.evaluate(MARKUP, message))]
    return seen


def _is_post(response: Response) -> bool:
    at = response.url.partition("?")[0]
    return response.request.method == "POST" and at == f"{BLOG}/contact"


def payment(app: Any) -> dict[str, bool]:
    """Exercise 07-3: forms for two sites put into every page, and an order from both checkouts."""
    played = _play(_shop, {SHOP: app, PAY: _answer})
    return {
        "No page lets a form send to any other site, or by http": not any(
            played[EVIL] + played["named"]
        ),
        "Only the checkout lets a form send to pay.test": not any(
            played[f"{PAY}/"] + played["named at pay.test"]
        ),
        "An order leads to pay.test": all(played["paid"]),
        "Every other form still sends": all(played["sent"]),
    }


def _shop(page: Page) -> dict[str, list[bool]]:
    alike = ["/checkout-help", "/help/checkout", "/checkout/", "/CHECKOUT", "/static/checkout"]
    asking = [f"/account?{each}" for each in ("to=/checkout", "next=/checkout", "street=x")]
    asking += [f"/account?from={each}" for each in ("news", "pay.test", "evil.test", EVIL)]
    asking += ["/account?pay=1&q=/checkout", "/account?debug=1"]
    taken_for = [dict.fromkeys(PAYING, page) for page in NAMES_OF_CHECKOUT[1:]]
    asking += [f"/account?{urlencode(fields)}" for fields in taken_for]
    paths = ["/account", "/", "/no-such-page", "/static/none", *alike, *asking]
    seen = _attacked(page, SHOP, paths, [EVIL, f"{PAY}/"])
    seen["sent"] = seen["own"][:1]
    seen["named at pay.test"] = [
        _injected_sends(page, url)
        for path in ("/account", "/")
        for url in elsewhere(_policy(page.goto(SHOP + path)), "form-action", [SHOP])
        if url.startswith(PAY)
    ]
    for key, more in _attacked(page, SHOP, ["/checkout"], [EVIL]).items():
        seen[key] += more if key in (EVIL, "named") else []
    page.goto(f"{SHOP}/account")
    _press(page)  # the same page, now as the answer to a form
    seen[f"{PAY}/"].append(_injected_sends(page, f"{PAY}/"))
    for name in NAMES_OF_CHECKOUT:
        page.evaluate(TAKEN_FOR_THE_CHECKOUT, [[*PAYING], name])
        page.wait_for_function("() => !window.pressed && document.readyState == 'complete'")
        seen[f"{PAY}/"].append(_injected_sends(page, f"{PAY}/"))
    said = dict.fromkeys((*PAYING, *SWITCHES), "/checkout")
    seen[f"{PAY}/"] += [sent for sent, _ in _told(page, f"{SHOP}/account", f"{PAY}/", said)]
    page.goto(f"{SHOP}/account", referer=f"{SHOP}/checkout")
    seen[f"{PAY}/"].append(_injected_sends(page, f"{PAY}/"))
    page.goto(f"{SHOP}/")
    if _injected_sends(page, f"{SHOP}/"):
        page.evaluate(INJECTED_FORM, f"{SHOP}/")
        with page.expect_navigation():  # nothing takes forms there: 405
            page.evaluate("document.querySelector('#injected').submit()")
        seen[f"{PAY}/"].append(_injected_sends(page, f"{PAY}/"))
    seen["paid"] = []
    for streets in (["Main Street"], ["", "Main Street"]):  # without a street the form comes back
        page.goto(f"{SHOP}/checkout")
        for street in streets:
            _press(page, street)
        seen["paid"].append(page.url == f"{PAY}/Main%20Street")
    seen["paid"] += [_posts(f"{SHOP}/checkout") > 0, _paid_from_elsewhere(page)]
    page.goto(f"{SHOP}/account")
    seen[f"{PAY}/"].append(_injected_sends(page, f"{PAY}/"))
    return seen


def _paid_from_elsewhere(page: Page) -> bool:
    """Whether a customer can order who comes by a link of another site."""
    page.goto(EVIL)
    page.evaluate(FOLLOW, f"{SHOP}/checkout?by=link")
    page.wait_for_url(f"{SHOP}/checkout?by=link")
    _press(page, "Main Street")
    return page.url == f"{PAY}/Main%20Street"


ASKING = (*SWITCHES, "preview")


def _told(page: Page, url: str, target: str, cookies: dict[str, str]) -> list[tuple[bool, bool]]:
    """Of a page that is asked for with more than a link: is a form sent, and a base obeyed?"""
    page.context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
    )
    page.goto(url)
    seen = [(_injected_sends(page, target), page.evaluate(INJECTED_BASE, EVIL))]
    page.context.clear_cookies()
    page.set_extra_http_headers({"X-Forwarded-Host": "evil.test"})
    page.goto(url)
    seen.append((_injected_sends(page, target), page.evaluate(INJECTED_BASE, EVIL)))
    page.set_extra_http_headers({})
    return seen


def _attacked(
    page: Page, site: str, paths: Sequence[str], targets: Sequence[str]
) -> dict[str, list[bool]]:
    """Each page's own form, then a base and a form for each target, put into it: what worked."""
    seen: dict[str, list[bool]] = {key: [] for key in ("own", "base", "named", *targets)}
    for path in paths:
        named = _named(page.goto(site + path), site, *{SHOP: [PAY]}.get(site, []))
        seen["own"].append(_sends(page, "form"))
        seen["base"].append(page.evaluate(INJECTED_BASE, EVIL))
        seen["base"] += [page.evaluate(INJECTED_BASE, url) for url in named["base-uri"]]
        seen["named"] += [_injected_sends(page, url) for url in named["form-action"]]
        for target in targets:
            seen[target].append(_injected_sends(page, target))
    return seen


def _named(response: Response | None, *origins: str) -> dict[str, list[str]]:
    """What the policy of a page names elsewhere than there; each such site is online then."""
    policy = _policy(response)
    named = {kind: elsewhere(policy, kind, origins) for kind in ("form-action", "base-uri")}
    here = {urlsplit(each).hostname for each in origins}
    for host in {urlsplit(url).hostname or "" for url in named["form-action"]} - here:
        web.site(host, _answer)
    return named


def _policy(response: Response | None) -> Policy:
    return Policy((response.header_value(CSP) if response else "") or "")


def _injected_sends(page: Page, target: str) -> bool:
    page.evaluate(INJECTED_FORM, target)
    sent = _sends(page, "#injected")
    page.evaluate("document.querySelector('#injected').remove()")
    return sent


def _sends(page: Page, form: str) -> bool:
    return bool(page.evaluate(SENDS, form))


def _press(page: Page, street: str = "") -> None:
    """Press the button of the page's form, as a visitor does, and wait for what comes of it.

    Playwright's locators wait for the page that a policy stopped, so none is used here.
    """
    try:
        page.evaluate(PRESS, street)
    except Error:
        page.wait_for_function("() => !window.pressed && document.readyState == 'complete'")


def _posts(url: str) -> int:
    """How many forms that address got in this story."""
    asked = web.log(url.split("/")[2])
    return [(each.method, each.url.partition("?")[0]) for each in asked].count(("POST", url))


def _answer(_environ: Any, start_response: Any) -> list[bytes]:
    """Another site: it answers everything with a page."""
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<title>elsewhere</title>"]


def _play(story: Any, sites: dict[str, Any]) -> dict[str, Any]:
    for url, app in {EVIL: _answer, **sites}.items():
        web.site(url.split("/")[2], app)
    played = browser.play(story)
    assert not played.problem, played.problem
    return dict(played.facts)


SEEN = {"07-1": club, "07-2": contact, "07-3": payment}
