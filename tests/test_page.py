"""What a page asks for, and what its policies block of it, is what Chromium says."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from helpers import browser, web
from helpers.exchange import Response
from helpers.page import Part, blocked, parts, policy_of, running_code

URL = "https://page.test/dir/"
HTML = {"Content-Type": "text/html"}.items()

EVERYTHING = """<!doctype html><title>Everything</title>
<script nonce=fit>window.a = 1</script><script nonce=misfit>window.b = 1</script>
<script src=/own.js></script><script src=//cdn.test/x.js></script>
<script type=application/json>{"not": "code"}</script>
<style nonce=fit>p { color: red }</style><style>p { color: green }</style>
<link rel=stylesheet href=own.css><link rel=stylesheet href=https://cdn.test/x.css>
<p style="color: blue" onclick="c()">text<b>unclosed
<img src=own.png><img src=data:image/png,x><img src=//cdn.test/x.png>
<iframe src=https://cdn.test/frame></iframe>
<object data=https://cdn.test/thing></object>
<video src=https://cdn.test/film></video>
<svg><script>window.d = 1</script></svg>
<noscript><p style="color: blue"><img src=never.png><script src=/never.js></script></noscript>
<script nomodule src=/old.js></script><script nomodule>window.e = 1</script>
<script language=vbscript src=/basic.js></script><script language=JScript>window.f = 1</script>
<script for=window event=onclick src=/click.js></script>
<script for=window event=onload>window.g = 1</script>
<base href=https://cdn.test/><script src=moved.js></script><base href=/second>"""

POLICIES = (
    "default-src 'self'",
    "default-src 'none'",
    "default-src 'self' https://cdn.test; base-uri 'none'",
    "script-src 'nonce-fit'; style-src 'nonce-fit'; base-uri https://cdn.test",
    "script-src 'unsafe-inline' 'self'; style-src-attr 'none'; img-src data:",
    "script-src 'nonce-fit' 'strict-dynamic' 'unsafe-inline' https:; object-src 'none'",
    "script-src-elem https:; script-src-attr 'none'; frame-src 'none'; media-src 'none'",
)
DIRECTIVE = {
    "script": "script-src-elem",
    "inline-script": "script-src-elem",
    "event-handler": "script-src-attr",
    "style": "style-src-elem",
    "inline-style": "style-src-elem",
    "style-attribute": "style-src-attr",
    "img": "img-src",
    "frame": "frame-src",
    "media": "media-src",
    "base-uri": "base-uri",
}
"""CSP Level 3, section 6.8.1, the effective directive. A form and a link do nothing unasked."""

LISTEN = """window.seen = new Set(); document.addEventListener('securitypolicyviolation', e =>
    seen.add(`${e.effectiveDirective} ${e.blockedURI}`))"""


def answered(policy: str, body: str = EVERYTHING) -> Response:
    headers = [*HTML, ("Content-Security-Policy", policy)] if policy else [*HTML]
    return Response(headers=tuple(headers), body=body.encode())


def violation(part: Part) -> str:
    """As the event names it: data: without its content, a frame by its origin."""
    address = part.url or "inline"
    cut = {"data:": "data", "https://cdn.test/frame": "https://cdn.test"}
    shown = next((short for start, short in cut.items() if address.startswith(start)), address)
    return f"{DIRECTIVE[part.kind]} {shown}"


@pytest.fixture(scope="module", autouse=True)
def sites() -> None:
    web.site("cdn.test", Flask("cdn"))
    for number, policy in enumerate(POLICIES):
        web.site(f"page{number}.test", under(policy))


def under(policy: str) -> Flask:
    app = Flask("page")

    @app.get("/dir/")
    def page() -> Any:
        return EVERYTHING, {"Content-Security-Policy": policy}

    return app


@pytest.mark.parametrize("number", range(len(POLICIES)), ids=POLICIES.__getitem__)
def test_what_is_blocked_is_what_chromium_blocks(number: int) -> None:
    url = f"https://page{number}.test/dir/"
    said = [part for part in blocked(answered(POLICIES[number]), url) if part.kind in DIRECTIVE]
    expected = {violation(part) for part in said}

    def story(page: Page) -> Any:
        page.add_init_script(LISTEN)
        page.goto(url)
        page.wait_for_function("wanted => wanted.every(one => seen.has(one))", arg=[*expected])
        return page.evaluate("[...seen].filter(one => !one.startsWith('object-src'))")

    played = browser.play(story)
    assert not played.problem
    assert set(map(str, played.facts["result"])) == expected  # type: ignore[call-overload]


def test_parts_are_named_by_their_tag_and_resolved_by_the_base() -> None:
    found = parts(answered(""), URL)
    # HTML, "document base URL": the first base counts, for what follows it.
    assert [str(part) for part in found if part.kind == "script"] == [
        '<script src="/own.js">',
        '<script src="//cdn.test/x.js">',
        '<script src="moved.js">',
    ]
    assert [part.url for part in found if part.kind == "script"] == [
        "https://page.test/own.js",
        "https://cdn.test/x.js",
        "https://cdn.test/moved.js",
    ]


def test_a_policy_in_meta_counts_for_what_follows_it() -> None:  # M42; CSP Level 3, section 3.3
    meta = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
    page = f"<head><script>early</script>{meta}<script>late</script>"
    assert [part.source for part in blocked(answered("", page), URL)] == ["late"]


def test_a_policy_in_meta_counts_only_in_the_head() -> None:
    # HTML, 4.2.5.3, "Content security policy state": no child of a head element, no policy.
    # Chromium 156: "was delivered via a <meta> element outside the document's <head>".
    meta = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
    assert not blocked(answered("", f"<p>text{meta}<script>runs()</script>"), URL)


def test_the_policy_of_a_page_is_its_headers_and_its_metas() -> None:
    meta = "<meta http-equiv=Content-Security-Policy content=\"base-uri 'none'; sandbox\">"
    assert str(policy_of(answered("form-action 'self'", f"{meta}<p>text"), URL)) == (
        "form-action 'self', base-uri 'none'"
    )
    plain = Response(headers=(("Content-Security-Policy", "base-uri 'self'"),), body=meta.encode())
    assert str(policy_of(plain, URL)) == "base-uri 'self'"


def test_what_a_script_loads_is_governed_by_every_policy_of_the_page() -> None:
    meta = (
        "<script>first</script><meta http-equiv=content-security-policy content='img-src a.test'>"
    )
    policy = policy_of(answered("connect-src b.test", meta), URL)
    assert [
        bool(policy.allows(kind, "https://a.test/", page=URL)) for kind in ("img", "connect")
    ] == [
        True,
        False,
    ]
    assert not policy.allows("img", "https://b.test/", page=URL)


def test_a_part_has_the_attributes_of_its_element() -> None:
    (part,) = parts(answered("", "<SCRIPT src=/x.js Integrity=abc crossorigin></SCRIPT>"), URL)
    assert part.attributes == {"src": "/x.js", "integrity": "abc", "crossorigin": ""}


def test_a_form_without_action_sends_to_the_page_itself() -> None:
    page = "<form><button formaction=//evil.test/>Go</button></form><a href=javascript:x()>x</a>"
    found = parts(answered("form-action 'self'", page), URL)
    assert [(part.kind, part.url or part.source, bool(part.verdict)) for part in found] == [
        ("form-action", URL, True),
        ("form-action", "https://evil.test/", False),
        ("javascript-url", "x()", True),
    ]


def test_the_code_that_runs_is_found_by_what_it_says() -> None:
    page = "<img src=x onerror=steal()><script>own()</script>"
    assert running_code(answered("script-src 'unsafe-inline'", page), URL, "steal")
    assert not running_code(answered("script-src 'nonce-x'", page), URL, "steal")


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
def test_what_opens_as_no_page_has_no_parts(kind: str) -> None:
    response = Response(headers=(("Content-Type", kind),), body=EVERYTHING.encode())
    assert parts(response, URL) == ()


def test_the_policies_of_a_page_are_those_of_its_header_and_of_each_meta() -> None:
    # Content Security Policy Level 3, section 3.3: frame-ancestors is left out in <meta>.
    meta = "img-src 'self'; frame-ancestors 'none'"
    body = f"""<meta http-equiv=Content-Security-Policy content="{meta}"><p>text"""
    both = policy_of(answered("script-src 'self'", body), URL)
    assert str(both) == "script-src 'self', img-src 'self'"
    as_text = Response(headers=(("Content-Type", "text/plain"),), body=body.encode())
    assert str(policy_of(as_text, URL)) == ""


INSIDE = (
    "<svg><script href=/x.js></script></svg>",
    "<svg><script xlink:href=/x.js></script></svg>",
    "<svg><script src=/x.js></script></svg>",
    "<svg><foreignObject><script src=/x.js></script></foreignObject></svg>",
    "<svg><foreignObject><script href=/x.js></script></foreignObject></svg>",
    "<iframe srcdoc='<script src=/x.js></script>'></iframe>",
    "<iframe srcdoc='<script>top.ran = 1</script>'></iframe>",
    "<iframe srcdoc='<script nonce=fit>top.ran = 1</script>'></iframe>",
    "<iframe sandbox srcdoc='<script src=/x.js></script>'></iframe>",
)


def test_scripts_in_drawings_and_in_frames_run_where_chromium_runs_them() -> None:
    policy = {"Content-Security-Policy": "script-src 'self' 'nonce-fit'"}
    app = Flask("inside")
    app.add_url_rule("/<int:number>", "page", lambda number: (INSIDE[number], policy))
    script = "top.ran = 1", {"Content-Type": "text/javascript"}
    app.add_url_rule("/x.js", "script", lambda: script)
    web.site("inside.test", app)

    def story(page: Page) -> Any:
        ran = {}
        for number, html in enumerate(INSIDE):
            page.goto(f"https://inside.test/{number}")
            ran[html] = page.evaluate("'ran' in window")
        return ran

    played = browser.play(story)
    assert not played.problem
    for html in INSIDE:
        response = Response(headers=(*HTML, *policy.items()), body=html.encode())
        runs = any(part.verdict for part in parts(response, "https://inside.test/0"))
        assert runs == played.facts[html], html
