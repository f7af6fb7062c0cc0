"""What the policies of lesson 08's exercises are asked for: what the shops need, and what not."""

from __future__ import annotations

from urllib.parse import urlsplit

from helpers.csp import Policy, Verdict
from helpers.exercises.named_sites import LOADED, Thing, beyond, let_in
from helpers.exercises.report_sites import MENU, MOCHA, SHOP, STYLES

Asked = tuple[str, str | None]
"""A kind of request, and its URL; None for what stands in the page itself."""

EVIL = "https://evil.test/x"
DATA = "data:text/javascript,window.ran=1"
EVILS: tuple[Asked, ...] = tuple((k, EVIL) for k in ("img", "connect", "frame", "style", "font"))
INJECTED: tuple[Asked, ...] = (
    *(("inline-script", None), ("script", EVIL), ("script", DATA), ("event-handler", None)),
    ("eval", None),
    *EVILS,
)
NEEDED = (("script", MENU), ("img", MOCHA))
FILES = (*NEEDED, ("style", STYLES))
"""What an attacker puts into the page of exercise 3, what the page loads, and what it may load."""

PICTURES = (MOCHA, "https://images.test/latte.png", "data:image/png,x")
GOOGLES = "https://fonts.googleapis.com/css2?family=Inter"
STOCK = "https://api.test/stock"
PAYMENT = "https://pay.test/"
WIDGETS = "https://helpful-widgets.test/menu.js"
EXTENSIONS: tuple[Asked, ...] = tuple(
    (kind, f"{browser}-extension://abc/x.{kind}")
    for kind in ("script", "style", "img")
    for browser in ("chrome", "moz", "safari-web")
)
FONT = "https://fonts.gstatic.com/inter.woff2"
NEXT_FONT = "https://fonts.gstatic.com/s/inter-bold.woff2"
SOCKET: Asked = ("connect", "wss://evil.test/x")
TAKEN = (
    *(("img", url) for url in PICTURES),
    *(("style", GOOGLES), ("font", FONT), ("connect", STOCK), ("frame", PAYMENT)),
)
"""What the shop of exercise 2 takes from other places."""

FORGED: tuple[Asked, ...] = (("script", WIDGETS), ("script", EVIL))
NOT_TAKEN: tuple[Asked, ...] = tuple(
    each for each in beyond(TAKEN, [EVIL, WIDGETS]) if each not in (*EVILS, *FORGED)
)
"""What it takes from nowhere, but for that of which other requirements speak."""

NEIGHBOURS: tuple[Asked, ...] = (
    ("style", "https://storage.googleapis.com/evil/x.css"),
    ("font", "https://www.gstatic.com/x.woff2"),
    ("img", "https://other.images.test/x.png"),
    ("img", "https://images.test:8443/x.png"),
    ("connect", "https://other.api.test/x"),
    ("connect", "wss://api.test/x"),
)
"""Other hosts of the same owner: on the first, anybody may keep files."""

STYLE = "color: brown"
"""What stands in the page's own style attribute."""

WIDEST = Policy(
    "default-src 'self'; img-src 'self' https://images.test data:; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; "
    "connect-src 'self' https://api.test; frame-src 'self' https://pay.test"
)
"""What the shop of exercise 2 takes, and from where, and itself."""


def needless(policy: Policy) -> list[Thing]:
    """What the policy names and allows that the shop does not take."""
    found = let_in(policy, WIDEST, f"{SHOP}/")
    kinds = LOADED[:-1]  # no browser asks for a manifest before somebody installs the page
    return [(kind, url) for kind, url in found if "//" in url and kind in kinds]


def is_evils(thing: Thing) -> bool:
    """Whether it is of evil.test, and no script."""
    kind, url = thing
    return kind != "script" and urlsplit(url).hostname == "evil.test"


WORDS = {
    "inline-script": "a script that stands in the page",
    "inline-style": "a style that stands in the page",
    "style-attribute": "a style attribute",
    "event-handler": "an attribute such as onclick",
    "eval": "eval",
}
"""What stands in a page, in words."""


def verdict_of(policy: Policy, asked: Asked) -> Verdict:
    """What a policy of the shop's says to it."""
    kind, url = asked
    code = STYLE if kind == "style-attribute" else "x()"
    return policy.allows(
        kind, url, page=f"{SHOP}/", source=code if url is None else None, type="image/png"
    )


def what_is(kind: str, url: str | None) -> str:
    """It in words."""
    return f"{kind} {url}" if url else WORDS[kind]
