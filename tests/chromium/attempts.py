"""What a page in Chromium is allowed to load, send and do: it is tried, and the lab's log says.

A request that a policy refuses reaches no server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from playwright.sync_api import Error, Page

from helpers import web
from helpers.exercises.loading import Asked

ATTEMPT = """async asked => {
    await new Promise(done => setTimeout(done))  // outside it, DevTools lets every eval through
    const settled = (name, attribute, url, into = document.body) => new Promise(done => {
        const element = Object.assign(document.createElement(name), {onload: done, onerror: done})
        element[attribute] = url
        if (name === "link") element.rel = "stylesheet"
        into.append(element)
    })
    const ways = {
        img: url => settled("img", "src", url),
        style: url => settled("link", "href", url),
        font: url => new FontFace("x", `url(${url})`).load(),
        connect: url => fetch(url, {mode: "no-cors"}),
        media: url => settled("video", "src", url),
        frame: url => settled("iframe", "src", url),
        object: url => settled("object", "data", url),
        "base-uri": url => settled("base", "href", url, document.head),
    }
    const own = {
        eval: () => { try { return eval("1") } catch { return 0 } },
        "inline-style": () => {
            document.head.append(Object.assign(document.createElement("style"),
                {textContent: "body { outline-width: 7px; outline-style: solid }"}))
            return getComputedStyle(document.body).outlineWidth === "7px"
        },
        "style-attribute": () => {
            document.body.setAttribute("style", "letter-spacing: 7px")
            return getComputedStyle(document.body).letterSpacing === "7px"
        },
    }
    const allowed = asked.filter(([kind]) => own[kind]?.()).map(([kind]) => `${kind} null`)
    const tried = asked.filter(([kind]) => kind !== "base-uri" && ways[kind])
    await Promise.allSettled(tried.map(([kind, url]) => ways[kind](url)))
    for (const [kind, url] of asked.filter(([kind]) => kind === "base-uri")) {
        ways[kind](url)
        if (document.baseURI.startsWith(url)) allowed.push(`${kind} ${url}`)
    }
    return allowed
}"""
"""Tries everything, and says what was allowed of that which asks no server."""

SUBMIT = """url => new Promise(blocked => {
    document.addEventListener("securitypolicyviolation",
        seen => seen.disposition === "enforce" && blocked())
    const form = Object.assign(document.createElement("form"), {action: url, method: "post"})
    document.body.append(form)
    form.submit()
})"""


def attempted(page: Page, asked: Iterable[Asked]) -> set[str]:
    """What the page is allowed of this, each as its kind and its address."""
    allowed: list[str] = []
    arrived = asked_for(lambda: allowed.extend(page.evaluate(ATTEMPT, [*asked])))
    reached = {f"{kind} {url}" for kind, url in asked if url in arrived and kind != "script"}
    forms = [url for kind, url in asked if kind == "form-action" and url and submits(page, url)]
    return {*allowed, *reached, *(f"form-action {url}" for url in forms)}


def words(asked: Iterable[Asked]) -> set[str]:
    return {f"{kind} {url or 'null'}" for kind, url in asked}


def submits(page: Page, url: str) -> bool:
    """Whether a form may send there: then the page is left, and its story ends."""
    try:
        page.evaluate(SUBMIT, url)
    except Error:
        page.wait_for_url(url)
        return True
    return False


def asked_for(action: Callable[[], object]) -> set[str]:
    """The addresses the lab was asked for meanwhile, without our mark in them."""
    begun = time.monotonic()
    action()
    marks = ("?attack", "&attack", "?tid=G-LAB")
    found = set()
    for asked in web.log(since=begun):
        found.add(asked.url)
        found |= {asked.url.removesuffix(mark) for mark in marks}
    return found
