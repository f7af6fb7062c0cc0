"""The sites of lesson 07's exercises, and what is asked of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, redirect, request
from flask.typing import ResponseReturnValue

from helpers.exchange import CSRF_TOKEN, Request, get, post
from helpers.exercises.arrivals import EVIL, by_form, by_link, choosing
from helpers.exercises.drawn import drawn

CLUB, BLOG, SHOP = "https://club.test", "https://blog.test", "https://shop.test"
PAY, CDN, IMAGES = "https://pay.test", "https://secure-images.cdn.com", "https://images.test"
FONTS, FONT_FILES = "https://fonts.googleapis.com", "https://fonts.gstatic.com"

LOGIN = """<p>{words}</p><form action="/login" method="post">
<input name="password"> <button>Log in</button></form>
<script nonce="{nonce}" src="/js/club.js"></script>"""


def club_site() -> Flask:
    """The app of exercise 1: a nonce, a visitor's words in two pages, and two lines of policy."""
    app = Flask("club")

    @app.before_request
    def new_nonce() -> None:
        g.nonce = secrets.token_urlsafe(16)

    @app.route("/login", methods=["GET", "POST"])
    def login() -> str:
        return LOGIN.format(words=request.args.get("note", "Welcome"), nonce=g.nonce)

    @app.errorhandler(404)
    def not_found(_error: Any) -> ResponseReturnValue:
        return LOGIN.format(words=f"No page is called {request.path}", nonce=g.nonce), 404

    @app.get("/js/club.js")
    def script() -> ResponseReturnValue:
        return "document.title = 'Club'", {"Content-Type": "text/javascript"}

    @app.after_request
    def policy(response: Any) -> Any:
        scripts = f"default-src 'none'; script-src 'nonce-{g.nonce}'"
        response.headers["Content-Security-Policy"] = (
            f"{scripts}; base-src 'none'; form-action https:"
        )
        return response

    return app


def club_visits(random: Random) -> Sequence[Request]:
    """Both pages, each twice; the script; a login."""
    one, other = drawn(random), drawn(random)
    pages = [get(path, CLUB) for path in ("/login", f"/login?note={one}", f"/{one}", f"/{other}")]
    pages += [get(f"/login?note={quote(f'{EVIL}/ {one}')}", CLUB), get(f"/{one * 40}", CLUB)]
    pages += [choosing(other, "/login", CLUB)]
    posts = [post("/login", CLUB, password=one)]
    return [*pages, get("/js/club.js", CLUB), *posts, *_from_elsewhere(CLUB, "/login", f"/{one}")]


HEAD = f"""<link rel="stylesheet" href="{FONTS}/css">
<link rel="stylesheet" href="/static/style.css"><script src="/static/blog.js"></script>"""
POSTS = {1: "Introduction to Flask", 2: "Flask Security"}
SOURCES = (
    f"default-src 'self'; img-src 'self' {CDN}; style-src 'self' {FONTS}; "
    f"font-src 'self' {FONT_FILES}"
)


def blog_site() -> Flask:
    """The app of exercise 2: the tutorial's blog, without a contact form."""
    app = Flask("blog")

    @app.get("/")
    def home() -> str:
        links = "".join(f'<li><a href="/post/{n}">{title}</a>' for n, title in POSTS.items())
        return f'{HEAD}<img src="{CDN}/logo.png"><ul>{links}</ul>'

    @app.get("/post/<int:number>")
    def article(number: int) -> ResponseReturnValue:
        return f"{HEAD}<h1>{POSTS[number]}</h1>" if number in POSTS else ("No such post", 404)

    @app.after_request
    def policy(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = SOURCES
        return response

    return app


SUM, MADE_BY_A_TEMPLATE = "707070707*3", "2121212121"
"""A sum in a message and in an address, and what a template makes of it."""
MESSAGE = (
    "Grüße </textarea></title></style></script>--><b>{0}</b><{0}> "
    f"&lt;i&gt;{{0}}&lt;/i&gt; \" ' {{0}}=goodbye {{{{{{{{{SUM}}}}}}}}} {{{{}}}} 100% <{{0}} x"
)
"""It gets out of wherever a page lets it: {0} is a word to find. It ends in half a tag."""
LONG = (
    "{0}\r\nSee https://shop.test/ and http://shop.test/\r\n" + "and more, " * 400 + "<b>{1}</b>."
)
"""What a page may refuse: several lines, addresses, and 4,000 characters; markup at its end."""
ARGUMENTS = (
    *("error", "name", "note", "q", "subject", "sent", "msg", "to", "next", "token", "csrf_token"),
    *("topic", "category", "title", "ref", "lang", "plan", "greeting", "product", "text", "body"),
)
"""What a page may repeat of its query or of a form, besides the form's own fields."""
EMAIL = (
    "\"'></title></textarea></style></script>--> <{0}> "
    f'{{{{{{{{{SUM}}}}}}}}} {{{{}}}} 100%"@mail.test'
)
"""An address (RFC 5321, section 4.1.2, a quoted string) that does the same."""


def blog_visits(random: Random) -> Sequence[Request]:
    """Every page, and a message that leaves where it stands, if it is not escaped or quoted.

    Then an address that does, also where the form may come back: without a message, without an @,
    without an address, in the query of the form itself. At last a form of evil.test's that fills in
    all it can, the token too, and sends it also to a page that takes none.
    """
    one = drawn(random)
    message, email = MESSAGE.format(one), EMAIL.format(one)
    paths = ("/", "/post/1", "/post/9", "/contact", f"/{one}", f"/static/{one}")
    sent = (
        {"email": f"{one}@mail.test", "message": message},
        {"email": email, "message": "Hello"},
        {"email": email, "message": ""},
        {"email": email, "message": "x"},
        {"email": email},
        {"email": email.partition("@")[0], "message": message},
        {"email": "", "message": message},
        {"message": message},
        {"email": f"{one}@mail.test", "message": LONG.format(message, one)},
    )
    said = dict.fromkeys(ARGUMENTS, message)
    said["csrf_token"] = message.encode("ascii", "ignore").decode()  # as compare_digest wants it
    fields = {**said, "email": email, "message": message}
    filled = urlencode(fields)
    own = "/contact", BLOG, f"{BLOG}/contact"
    return [
        *(get(path, BLOG) for path in paths),
        *_from_elsewhere(BLOG, "/", f"/{one}"),
        *(by_form(*own, csrf_token=CSRF_TOKEN, **form) for form in sent[:2]),
        get("/contact", BLOG),
        *(by_form(*own, csrf_token=CSRF_TOKEN, **form) for form in sent[2:]),
        *(get(f"/contact?{urlencode({name: said[name]})}", BLOG) for name in ARGUMENTS),
        *(get(path, BLOG) for path in (f"/contact?{filled}", "/", f"/{quote(EMAIL.format(one))}")),
        *(by_form(path, BLOG, **fields) for path in ("/contact", f"/contact?{filled}", "/")),
        *(by_form(f"{path}?{filled}", BLOG, **fields) for path in ("/", f"/{one}")),
        by_form(f"/contact?{filled}", BLOG, email=email),
        get(f"/{one}?{filled}", BLOG),
        get(f"/post/{quote(EMAIL.format(one))}", BLOG),
        by_form(f"/{quote(EMAIL.format(one))}", BLOG),
    ]


SWITCHES = ("debug", "paying", "next", "partner", "to", "from", "ok", "site", "session", "cart")
"""What a query, a form or a cookie may say for a policy to be left out or loosened."""


def _from_elsewhere(site: str, *paths: str) -> list[Request]:
    """These as an attacker leads a visitor there: by a link, or by a form that no page takes."""
    said = dict.fromkeys(SWITCHES, f"{EVIL}/")
    few = _few(SWITCHES, 3)
    queries = ["&".join(f"{name}={EVIL}/" for name in names) for names in few]
    queries += ["&".join(f"{name}=1" for name in (*SWITCHES, "preview"))]
    links = [by_link(f"{path}?{query}", site) for path in paths for query in queries]
    forms = [by_form(path, site, street="") for path in paths]
    forms += [by_form(path, site, street="", **said) for path in paths]
    cookies = ["; ".join(f"{name}={EVIL}/" for name in names) for names in (*few, ["preview"])]
    said_besides = [get(paths[0], site, cookie=each) for each in cookies]
    said_besides += [get(paths[0], site, x_forwarded_host=EVIL.removeprefix("https://"))]
    return [*links, *forms, *said_besides]


def _few(names: Iterable[str], number: int) -> list[list[str]]:
    """These names, so many at a time that a message shows all of an address."""
    every = [*names]
    return [every[at : at + number] for at in range(0, len(every), number)]


def paying_shop() -> Flask:
    """The app of exercise 3: an order is sent to the shop, which sends the customer to pay.test."""
    app = Flask("shop")

    @app.get("/")
    def home() -> str:
        return f'<img src="{IMAGES}/logo.png"><a href="/checkout">To the checkout</a>'

    @app.route("/account", methods=["GET", "POST"])
    def account() -> str:
        return '<form method="post"><input name="password"> <button>Change</button></form>'

    @app.route("/checkout", methods=["GET", "POST"])
    def checkout() -> ResponseReturnValue:
        form = '<form method="post"><input name="street"> <button>Pay</button></form>'
        if request.method == "GET":
            return form
        if not request.form["street"]:
            return f"<p>Where do you live?</p>{form}", 400
        return redirect(f"{PAY}/{request.form['street']}")

    @app.after_request
    def policy(response: Any) -> Any:
        sources = f"default-src 'self'; img-src 'self' {IMAGES}; base-uri 'none'"
        response.headers["Content-Security-Policy"] = f"{sources}; form-action https:"
        return response

    return app


def shop_visits(random: Random) -> Sequence[Request]:
    """Every page, pages whose addresses resemble the checkout's, an order with and without street.

    An attacker chooses the address, what a form holds, and the page it is followed from.
    Customers come to the checkout from elsewhere, too.
    """
    street = drawn(random)
    alike = [f"/checkout{street}", f"/checkout/{street}", f"/{street}/checkout"]
    alike += ["/checkout/", "/CHECKOUT", "/checkout;x", "/checkout.x", "/checkout%20"]
    alike += ["/static/checkout", f"/checkout/{street * 5}"]
    asking = [f"/account?{name}=/checkout" for name in ("to", "next")]
    asking += [f"/account?{each}" for each in (f"street={street}", "from=news", "from=pay.test")]
    said = [dict.fromkeys(few, page) for page in NAMES_OF_CHECKOUT for few in _few(PAYING, 6)]
    asking += [f"/account?{urlencode(fields)}" for fields in said]
    paths = ("/", "/account", *asking, f"/{street}", f"/static/{street}", *alike, "/checkout")
    paths += ("/checkout?from=news", "/checkout?from=evil.test", f"/checkout?by={street}")
    return [
        *(get(path, SHOP) for path in paths),
        get("/account", SHOP),
        get("/account", SHOP, referer=f"{SHOP}/checkout"),
        get("/account", SHOP, referer=f"{SHOP}/", sec_fetch_site="same-origin"),
        *(by_form("/account", SHOP, **dict.fromkeys(PAYING, page)) for page in NAMES_OF_CHECKOUT),
        get("/account", SHOP, cookie="; ".join(f"{name}=/checkout" for name in PAYING)),
        get("/checkout", SHOP, referer="https://news.test/", sec_fetch_site="cross-site"),
        post("/account", SHOP, password=street, street=street),
        post("/", SHOP),
        *_from_elsewhere(SHOP, "/account", "/checkout", f"/{street}"),
        *(post("/checkout", SHOP, street=each) for each in ("", street)),
        *(get(path, SHOP) for path in ("/account", "/")),
    ]


PAYING = dict.fromkeys(
    (
        *("q", "from", "to", "next", "url", "return", "back", "view", "pay", "checkout", "street"),
        *("page", "path", "step", "endpoint", "password"),
    ),
    "/checkout",
)
"""What a query or a form may say for a page to be taken for the checkout."""
NAMES_OF_CHECKOUT = ("/checkout", "checkout", "pay", "1")
