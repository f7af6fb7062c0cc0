"""The third parties of lesson 09: stand-ins that answer under the vendors' real names.

Each loads what a first visit needs of the vendor's own list of 2026 (Google tag, Google Fonts,
Stripe.js, reCAPTCHA, YouTube), and nothing else.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, request

from helpers import web

GTAG = "https://www.googletagmanager.com/gtag/js"
FONTS = "https://fonts.googleapis.com/css2"
FONT = "https://fonts.gstatic.com/s/lab/v1/lab.woff2"
STRIPE = "https://js.stripe.com/v3/"
RECAPTCHA = "https://www.google.com/recaptcha/api.js"
RECAPTCHA_CODE = "https://www.gstatic.com/recaptcha/releases/lab/recaptcha__en.js"
YOUTUBE = "https://www.youtube-nocookie.com/embed/lab"

CARD_FRAME = "https://js.stripe.com/v3/card.html"
BANK_FRAME = "https://hooks.stripe.com/3d-secure.html"
CAPTCHA_FRAME = "https://www.google.com/recaptcha/api2/anchor"
COLLECT = "https://{region}.google-analytics.com/g/collect"

# A font without a glyph: text shows in the next font of the list, and the file is a valid one.
_WOFF2 = (
    "d09GMgABAAAAAAEAAAoAAAAAAlgAAAC5AAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAABmAANAooPAE2AiQDBgsGAAQg"
    "BUIHIBuxAQAeB47b3FxCIyhGfgRG/Ney9Zs/R8rlxyOTxUZ1CHVncQYrMXIdyS56i+crcWqtnXKcUCCBWuCUB/r5"
    "twPqYWNseDxB1FSVOR9WOnkGHmqYTGpADZ8AgAEaCldKcKUb6LowWZZkRgRAAx0NO9gDdBCpSg61/X0IsvL2ftNT"
    "/3tV3/B1/fh+wL59lAZCjQWZyZ99AQAkMwiaEtAAANDdC4hCQBOlpO+LHf2f3jQHr5vt2quNrbVSAA=="
)

FILES: dict[str, tuple[str, str]] = {
    GTAG: (
        "text/javascript",
        """window.dataLayer ??= []
const send = ([what, id]) => what === "config" &&
  navigator.sendBeacon(`https://REGION.google-analytics.com/g/collect?tid=${id}`)
dataLayer.forEach(send)
dataLayer.push = send
""",
    ),
    FONTS: (
        "text/css",
        f'@font-face {{ font-family: "Lab"; src: url({FONT}) format("woff2") }}\n',
    ),
    FONT: ("font/woff2", _WOFF2),
    STRIPE: (
        "text/javascript",
        f"""for (const address of ["{CARD_FRAME}", "{BANK_FRAME}"]) {{
  const frame = document.createElement("iframe")
  frame.src = address
  document.querySelector("#card").append(frame)
}}
""",
    ),
    CARD_FRAME: ("text/html", "<p>Card number"),
    BANK_FRAME: ("text/html", "<p>Your bank"),
    RECAPTCHA: (
        "text/javascript",
        f"""const script = document.createElement("script")
script.src = "{RECAPTCHA_CODE}"
const other = document.querySelector("script[nonce]")
if (other) script.nonce = other.nonce  // it hands your nonce on, as the real one does
document.head.append(script)
""",
    ),
    RECAPTCHA_CODE: (
        "text/javascript",
        f"""const frame = document.createElement("iframe")
frame.src = "{CAPTCHA_FRAME}"
frame.style.height = "70px"
document.querySelector(".g-recaptcha").append(frame)
""",
    ),
    CAPTCHA_FRAME: ("text/html", "<p>I am no robot"),
    YOUTUBE: ("text/html", "<p>A film about coffee"),
}
"""What each address answers with: its type, and its text."""


@dataclass(frozen=True)
class Load:
    """What a third party's own code or stylesheet loads: ``kind`` is one of ``csp.KINDS``."""

    by: str
    kind: str
    url: str


LOADS = (
    Load(GTAG, "connect", COLLECT),
    Load(FONTS, "font", FONT),
    Load(STRIPE, "frame", CARD_FRAME),
    Load(STRIPE, "frame", BANK_FRAME),
    Load(RECAPTCHA, "script", RECAPTCHA_CODE),
    Load(RECAPTCHA, "frame", CAPTCHA_FRAME),
)


def online(region: str = "region1") -> None:
    """Put every stand-in online; analytics counts the visits at the host of ``region``."""
    collector = Flask("collector")
    collector.add_url_rule(
        "/g/collect", view_func=lambda: ("", 204), endpoint="collect", methods=["POST"]
    )
    web.site(f"{region}.google-analytics.com", collector)
    for host in {urlsplit(url).hostname or "" for url in FILES}:
        web.site(host, _host(region))


def _host(region: str) -> Flask:
    """A site with the files of whichever host is asked."""
    app = Flask("host")

    @app.get("/<path:path>")
    def file(path: str) -> Response:
        kind, text = FILES[f"https://{request.host}/{path}"]
        body = base64.b64decode(text) if kind == "font/woff2" else text.replace("REGION", region)
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
        return Response(body, mimetype=kind, headers=headers)

    return app
