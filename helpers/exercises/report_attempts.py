"""What the policies of lesson 08's exercises are asked for: what the shops need, and what not."""

from __future__ import annotations

from helpers.exercises.report_sites import MENU, MOCHA

Asked = tuple[str, str | None]
"""A kind of request, and its URL; None for what stands in the page itself."""

EVIL = "https://evil.test/x"
EVILS: tuple[Asked, ...] = tuple((k, EVIL) for k in ("img", "connect", "frame", "style", "font"))
INJECTED: tuple[Asked, ...] = (
    *(("inline-script", None), ("script", EVIL), ("event-handler", None), ("eval", None)),
    *EVILS,
)
NEEDED = (("script", MENU), ("img", MOCHA))
"""What an attacker puts into the page of exercise 3, and what the page loads."""

PICTURES = (MOCHA, "https://images.test/latte.png", "data:image/png,x")
GOOGLES = "https://fonts.googleapis.com/css2?family=Inter"
STOCK = "https://api.test/stock"
PAYMENT = "https://pay.test/"
WIDGETS = "https://helpful-widgets.test/menu.js"
EXTENSION = "chrome-extension://abc/x.js"
FONT = "https://fonts.gstatic.com/inter.woff2"
NO_SCRIPTS = (*PICTURES, GOOGLES, STOCK, PAYMENT)
ANOTHER_KIND: tuple[Asked, ...] = (
    *(("script", url) for url in NO_SCRIPTS),
    *(("font", "data:font/woff2,x"), ("connect", "data:,x"), ("frame", "data:text/html,x")),
    *((kind, "https://images.test/x") for kind in ("style", "font", "connect", "frame")),
    *((kind, "https://fonts.gstatic.com/x") for kind in ("style", "img", "connect")),
    *((kind, "https://api.test/x") for kind in ("img", "frame")),
    *((kind, "https://pay.test/x") for kind in ("img", "connect")),
)
"""What a place gives the shop, asked for as something that nobody there asks for."""

NEIGHBOURS: tuple[Asked, ...] = (
    ("style", "https://storage.googleapis.com/evil/x.css"),
    ("font", "https://www.gstatic.com/x.woff2"),
)
"""Other hosts of the same owner: on the first, anybody may keep files."""
