"""What a page in Chromium is allowed to load, send and do: it is tried, and the lab's log says.

A request that a policy refuses reaches no server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from playwright.sync_api import Error, Page, Response

from helpers import web
from helpers.exercises.arrivals import BEEN_THERE, BY_A_PROXY, BY_PASSWORD
from helpers.exercises.named_sites import Thing

SAID_BY_VISITORS = [
    {name.replace("_", "-"): value for name, value in each.items()}
    for each in (BY_PASSWORD, *BY_A_PROXY, *BEEN_THERE)
]
"""Headers of requests, each with one that a browser sends to where it has been, or a proxy adds."""

ATTEMPT = """async asked => {
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
    const inPage = {
        ...ways,
        // The parser must insert it: what a script inserts, 'strict-dynamic' lets run.
        script: async url => {
            await settled("iframe", "srcdoc", `<script src="${url}"></script>`)
            refused = !window.ran
            delete window.ran
        },
        worker: url => new Promise(done =>
            Object.assign(new Worker(url), {onmessage: done, onerror: done})),
        eval: () => eval("1"),
        "inline-style": () => document.head.append(
            Object.assign(document.createElement("style"), {textContent: "b {}"})),
        "style-attribute": () => document.head.setAttribute("style", "color: red"),
    }
    const directives = {
        style: "style-src-elem", eval: "script-src",
        "inline-style": "style-src-elem", "style-attribute": "style-src-attr",
    }
    const code = "parent.ran=1"
    const types = {
        script: "text/javascript", worker: "text/javascript", style: "text/css", frame: "text/html",
    }
    const made = (type, scheme) => scheme === "blob:"
        ? URL.createObjectURL(new Blob([code], {type})) : `data:${type},${code}`
    let waited, refused
    document.addEventListener("securitypolicyviolation", seen => {
        refused ||= seen.disposition === "enforce" &&
            [waited, "require-trusted-types-for"].includes(seen.effectiveDirective)
    })
    const aTask = () => new Promise(done => setTimeout(done))
    const allowed = []
    for (const [kind, url] of asked.filter(([, url]) => !url.includes("//"))) {
        await aTask()  // outside it, DevTools lets every eval through
        waited = directives[kind] ?? `${kind}-src`
        refused = false
        const address = url && made(types[kind] ?? "image/png", url.replace(/:.*/, ":"))
        try { await inPage[kind](address) } catch {}
        await aTask()
        if (!refused) allowed.push([kind, url])
    }
    const sites = asked.filter(([kind, url]) => url.includes("//") && ways[kind])
    const tried = sites.filter(([kind]) => kind !== "base-uri")
    await Promise.allSettled(tried.map(([kind, url]) => ways[kind](url)))
    for (const [kind, url] of sites.filter(([kind]) => kind === "base-uri")) {
        ways[kind](url)
        if (document.baseURI.startsWith(url)) allowed.push([kind, url])
    }
    return allowed
}"""
"""Tries everything; of what asks no server, says what a browser reported no violation of."""

SUBMIT = """url => new Promise(blocked => {
    document.addEventListener("securitypolicyviolation",
        seen => seen.disposition === "enforce" && blocked())
    const form = Object.assign(document.createElement("form"), {action: url, method: "post"})
    document.body.append(form)
    form.submit()
})"""


def attempted(page: Page, asked: Iterable[Thing]) -> set[Thing]:
    """What the page is allowed of this, without the scripts that other sites have."""
    things, allowed = [*asked], set[Thing]()
    arrived = asked_for(lambda: allowed.update(map(tuple, page.evaluate(ATTEMPT, things))))
    allowed |= {(kind, url) for kind, url in things if url in arrived and kind != "script"}
    forms = [thing for thing in things if thing[0] == "form-action" and submits(page, thing[1])]
    return allowed.union(forms)


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


def followed(page: Page, url: str) -> Response:
    """Open it by a link in a page of evil.test; what it answers."""
    page.goto("https://evil.test/")
    with page.expect_navigation() as opened:
        page.evaluate("url => { location = url }", url)
    return opened.value


def posted(page: Page, url: str) -> Response | None:
    """What a form of no page in particular is answered that sends there; the page is open then."""
    page.goto("about:blank")
    page.set_content(f'<form action="{url}" method="post"></form>')
    with page.expect_navigation() as came:
        page.evaluate("document.forms[0].submit()")
    return came.value
