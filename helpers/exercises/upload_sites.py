"""The sites of lesson 02's exercises, and what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random
from urllib.parse import quote, urlsplit

from flask import Flask, Response, abort, request
from markupsafe import escape

from helpers import exchange
from helpers.exchange import Exchange, Request, get, post
from helpers.exercises import Evidence
from helpers.exercises.arrivals import BY_HTTP, EVIL, FROM_ELSEWHERE, OF_ANYBODY, OTHER_SITES, SHOP
from helpers.exercises.drawn import drawn

SCRIPT = 'document.title = "read " + document.cookie'
HTML = f"<p>My holiday<script>{SCRIPT}</script>"
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>{SCRIPT}</script></svg>'
)
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><title/><script>{SCRIPT}</script></html>'
BARE = 'self["document"]["title"] = "read " + self["document"]["cookie"]'
"""The same without a bracket, a dot or a tag."""
HIDDEN = 'self["docu" + "ment"].title = "read " + self["docu" + "ment"]["coo" + "kie"]'
"""The same for whoever searches files for words."""

LATE = "The sea, the sea. " * 60 + f"<sCRIPT>{HIDDEN}</sCRIPT>"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
JPEG = (
    bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300")
    + b"\1" * 64
    + bytes.fromhex("ffc0000b080001000101011100ffc400140001" + "00" * 16)
    + bytes.fromhex("ffc400141001" + "00" * 16 + "ffda0008010100003f003fffd9")
)

NO_TEXT = b" \xfe\xff\0" * 1000
"""Bytes that are no UTF-8, with white space around them."""

ASKING = "?raw=1&view=1&inline=1&download=1&preview=1&type=text/html&as=text/html"
"""What an attacker may write behind an upload's address."""

OPENED, FRAMED, IN_A_SCRIPT_TAG, IN_AN_IMG_TAG = "document", "iframe", "script", "image"
"""What a browser says it wants a file for (Fetch Metadata, section 2.1, Sec-Fetch-Dest)."""

PHOTOS = ((".png", "image/png", PNG), (".jpg", "image/jpeg", JPEG))
HOSTILE = (
    (".html", "text/html", HTML),
    (".png", "text/html", HTML),
    (".html", "image/png", HTML),
    ("", "", HTML),
    (".svg", "image/svg+xml", SVG),
    (".png", "image/svg+xml", SVG),
    (".xhtml", "application/xhtml+xml", XHTML),
    (".xml", "text/xml", XHTML),
    (".xml", "application/xml", XHTML),
    (".xsl", "text/xsl", HTML),  # Chromium reads it as HTML
    (".png", "text/html", PNG[:8] + HTML.encode()),
    (".htm", "text/html", LATE),
    (".txt", "text/plain", SCRIPT),
    (".js", "text/javascript", SCRIPT),
    (".mjs", "text/javascript", HIDDEN),
    (".js", "text/javascript", BARE),
    (".js", "image/jpeg", SCRIPT),
    (".jpg", "application/javascript", SCRIPT),
    (".es", "text/ecmascript", SCRIPT),
    (".js", "application/x-javascript", SCRIPT),
    (".js", "text/jscript", SCRIPT),
    (".json", "application/json", SCRIPT),
    (".bin", "application/octet-stream", SCRIPT),
    ("", "", SCRIPT),
    (".zip", "application/zip", NO_TEXT),
    (".png", "image/png,text/html", HTML),  # of several types a browser takes the last
    (".jpg", "image/jpeg,text/javascript", SCRIPT),
    (".png", "text/html image/png", HTML),  # of one with a space in it, what comes before
    ("", "text/html", HTML),
    (".txt", "text/html", HTML),
    (".pdf", "image/svg+xml", SVG),
    (".JPG", "text/html", HTML),
    (".jpg", "text/html", JPEG[:3] + HTML.encode()),
    (".gif", "text/html", b"GIF89a" + HTML.encode()),
    (".gif", "text/javascript", b"GIF89a=1;" + SCRIPT.encode()),
    (".webp", "text/html", b"RIFF<...WEBP" + HTML.encode()),
)
"""The end of an upload's name, the type the uploader claims for it, and what is in it."""


def photo_site() -> Flask:
    """The app of exercise 1: it keeps what visitors send, and gives it back as what they claim."""
    app = Flask("photos")
    files: dict[str, tuple[bytes, str]] = {}

    @app.get("/")
    def home() -> str:
        return "<h1>Photos</h1>"

    @app.get("/photo/<name>")
    def photo(name: str) -> str:
        return f'<h1>Photo</h1><img src="/files/{escape(name)}">'

    @app.put("/files/<name>")
    def upload(name: str) -> str:
        files[name] = request.data, request.mimetype
        return "Thank you"

    @app.get("/files/<name>")
    def download(name: str) -> Response:
        if name not in files:
            abort(404)
        content, claimed = files[name]
        return Response(content, mimetype=claimed)

    return app


def _put(path: str, claimed: str, body: bytes) -> Request:
    fields = (("Content-Type", claimed),) if claimed else ()
    return Request(method="PUT", url=SHOP + path, headers=fields, body=body)


def visits(random: Random) -> Sequence[Request]:
    """Each file is uploaded, opened, and asked for by a script tag; photos by an img tag as well.

    What browsers ignore at the end of a file differs every time.
    """
    asked = [get(f"/files/{drawn(random)}.png"), get(f"/{drawn(random)}")]
    asked += [get("/", **each) for each in ({}, *FROM_ELSEWHERE)]
    asked += [get(f"/photo/{quote(f'<b>{drawn(random)}')}"), get("/photo/a%22b")]
    for body in (b"", b"old", b"new" * 100_000):
        asked += [_put("/files/notes.txt", "text/plain", body), get("/files/notes.txt")]
    for ending, claimed, content in (*PHOTOS, *HOSTILE):
        name, note = drawn(random) + ending, drawn(random)
        body = content if isinstance(content, bytes) else content.encode()
        end = f"<!--{note}-->" if b"<" in body[:9] else f"//{note}"
        path = f"/files/{name}"
        asked += [_put(path, claimed, body + end.encode()), get(path)]
        asked += (
            [get(path, sec_fetch_dest=FRAMED, cookie="session=ann")] if ending.endswith("g") else []
        )
        asked += [get(path + ASKING)] if (ending, claimed) == (".txt", "text/html") else []
        asked += [_in_a_tag(path, IN_A_SCRIPT_TAG)]
        asked += _otherwise(path) if ending in (".txt", ".mjs") else []
        if (ending, claimed, content) in PHOTOS:
            asked += [_in_a_tag(path, IN_AN_IMG_TAG, cookie="session=ann"), get(f"/photo/{name}")]
    return asked


OF_THE_SITE = {"sec_fetch_site": "same-origin"}
OF_ANOTHER_SITE = {"sec_fetch_site": "cross-site"}
"""What a browser says where a page of the site itself, or of another, asks: by a link or a tag."""

OF_A_TAG = ("Accept", "Sec-Fetch-Mode", "Sec-Fetch-Dest")
"""What says that a tag asks."""


def _otherwise(path: str) -> list[Request]:
    """Opened and in a script tag by whoever says more, by http, and by another name."""
    said = (*OF_ANYBODY, OF_THE_SITE, {"referer": f"{EVIL}/photo/x"} | OF_ANOTHER_SITE)
    opened = [get(path, **each) for each in said] + [get(path, site) for site in OTHER_SITES]
    in_tags = [_in_a_tag(path, IN_A_SCRIPT_TAG, **each) for each in said]
    return opened + in_tags + [_in_a_tag(path, IN_A_SCRIPT_TAG, site) for site in OTHER_SITES]


def _in_a_tag(path: str, tag: str, site: str = SHOP, **said: str) -> Request:
    """As a browser asks for what such a tag names; by http it does not say for what."""
    by_tag = {} if site == BY_HTTP else {"sec_fetch_mode": "no-cors", "sec_fetch_dest": tag}
    return get(path, site, accept="*/*", **by_tag, **said)


def wanted_as(each: Exchange) -> str | None:
    """What the browser wants it for: by http, which it does not say, what accepts anything."""
    if each.request.url.startswith("https:"):
        return each.request.header("Sec-Fetch-Dest")
    return IN_A_SCRIPT_TAG if each.request.header("Accept") == "*/*" else OPENED


def fetched(
    evidence: Evidence, *wanted: str
) -> Iterator[tuple[Exchange, exchange.Response, Request]]:
    """Each upload's download that is wanted for that, with the request that had uploaded it."""
    uploads = {}
    for each in evidence.exchanges:
        path = urlsplit(each.request.url).path
        if each.request.method == "PUT":
            uploads[path] = each.request
        elif each.response and path in uploads and wanted_as(each) in wanted:
            yield each, each.response, uploads[path]


def people_api() -> Flask:
    """The app of exercise 2: JSON made by hand, and error pages for people."""
    app = Flask("people")

    @app.get("/")
    def home() -> str:
        return "<h1>People</h1>"

    @app.get("/api/hello")
    def hello() -> str:
        name = request.args["name"]
        return json.dumps({"name": name, "letters": len(name)})

    @app.post("/api/people")
    def add() -> tuple[str, int]:
        return json.dumps({"added": [request.form["name"]]}), 201

    @app.get("/api/report")
    def report() -> str:
        raise RuntimeError("no database")

    @app.errorhandler(404)
    def missing(error: Exception) -> tuple[str, int]:
        return f"<h1>No page</h1><p>{escape(request.path)} does not exist</p>", 404

    return app


def calls(random: Random) -> Sequence[Request]:
    word = drawn(random)
    tag = f"<b>{word}"
    hard = f'"{word}" & \\ <b>é</b></script>'
    return [
        *(get("/", **each) for each in ({}, *FROM_ELSEWHERE)),
        get(f"/{word}"),
        get(f"/apiary-{word}"),
        get(f"/{word}/api/{word}"),
        post("/"),
        get(f"/api/hello?name={word}"),
        get(f"/api/hello?name={quote(tag)}"),
        get(f"/api/hello?name={quote(hard)}"),
        get("/api/hello"),
        get(f"/api/{word}"),
        get(f"/api/{quote(tag)}"),
        post("/api/hello"),
        post("/api/people", name=tag),
        post("/api/people"),
        get("/api/report"),
        get(f"/api/{word}/{word}"),
        get(f"/api/{word}?{word}=1"),
        post(f"/api/{word}"),
        *(Request(method=method, url=f"{SHOP}/api/hello") for method in ("PUT", "DELETE")),
        Request(method="PATCH", url=f"{SHOP}/api/people"),
        get(f"/{word}?back=/api/hello"),
        post(f"/?back={SHOP}/api/{word}"),
        *(get(path, accept="application/json") for path in ("/api/hello", f"/api/{word}")),
        *(get(path, accept="text/html") for path in ("/api/hello", f"/api/{word}")),
        *map(get, ("/api/", "/api/hello?name=", "/api/%22", f"/{quote(tag)}")),
        get(f"/api/hello?name=%20{word}%20"),
        get(f"/api/hello?name={word}&callback={word}&type=text/html&format=html"),
        post("/api/people", name=f" {word} "),
        *_called_otherwise(f"/api/hello?name={word}"),
        *_called_otherwise(f"/api/{word}"),
    ]


def _called_otherwise(path: str) -> list[Request]:
    """By whoever says more, by http, by another name, and by a script or another site's."""
    by_script = {"sec_fetch_dest": "empty", "origin": SHOP}
    said = (*OF_ANYBODY, OF_THE_SITE, OF_ANOTHER_SITE, {"sec_fetch_dest": "script"}, by_script)
    return [get(path, **each) for each in said] + [get(path, site) for site in OTHER_SITES]


FILES = {
    "a": b"The sea, the sea",
    "b": HTML.encode(),
    "c": SCRIPT.encode(),
    "d": SVG.encode(),
    "e": b'{"name": "<b>Ann</b>"}',
}
"""What exercise 3 serves."""

GIVEN = {
    "a": {"Content-Type": "text/plain"},
    "b": {"Content-Type": "text/html", "X-Content-Type-Options": "nosniff"},
    "c": {"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff"},
    "d": {"Content-Type": "image/svg+xml", "X-Content-Type-Options": "nosniff"},
    "e": {"X-Content-Type-Options": "no-sniff"},
}
"""The headers exercise 3 starts from."""
