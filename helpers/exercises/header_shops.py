"""The two shops of lesson 01: one in Flask, one in plain WSGI, each with every kind of answer."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, redirect, send_file
from flask.typing import ResponseReturnValue

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

COOKIES = [
    ("Set-Cookie", "basket=empty; Secure; HttpOnly; SameSite=Lax"),
    ("Set-Cookie", "theme=dark; Secure"),
]
"""What the home page of each shop sends: two fields of one name."""

ACCOUNT = {"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
PREVIEW = {"X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "same-origin"}
"""What two pages of each shop send themselves."""


def header_shop() -> Flask:
    """The app of exercise 1: every kind of status, and two pages with headers of their own."""
    app = Flask("header_shop", static_folder=None)

    @app.get("/")
    def home() -> ResponseReturnValue:
        return Response("<h1>Shop</h1>", headers=COOKIES)

    @app.get("/account")
    def account() -> ResponseReturnValue:
        return "<h1>Your account</h1>", ACCOUNT

    @app.get("/preview")
    def preview() -> ResponseReturnValue:
        return "<h1>Preview</h1>", PREVIEW

    @app.get("/old")
    def old() -> ResponseReturnValue:
        return redirect("/")

    @app.post("/order")
    def order() -> ResponseReturnValue:
        return "<h1>Thank you</h1>"

    @app.get("/empty/<int:status>")
    def empty(status: int) -> ResponseReturnValue:
        return "", status

    @app.get("/error/<int:status>")
    def error(status: int) -> ResponseReturnValue:
        abort(status)

    @app.get("/broken")
    def broken() -> ResponseReturnValue:
        raise LookupError("no such coffee")

    @app.get("/static/<path:filename>", endpoint="static")
    def static(filename: str) -> Response:
        file = io.BytesIO(f"<h1>{filename}</h1>".encode())
        kind = "text/css" if filename.endswith(".css") else "text/html"
        return send_file(file, mimetype=kind, conditional=False)

    return app


class _Chunks:
    """A body that holds something open until the server closes it (PEP 3333)."""

    def __init__(self, opened: set[object], chunks: Iterable[bytes]) -> None:
        self._opened, self._chunks = opened, iter(chunks)
        opened.add(self)

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def close(self) -> None:
        self._opened.discard(self)


PAGES: dict[str, tuple[str, list[tuple[str, str]], str]] = {
    "/": ("200 OK", COOKIES, "<h1>Shop</h1>"),
    "/account": (
        "200 OK",
        [(name.lower(), value) for name, value in ACCOUNT.items()],
        "<h1>Your account</h1>",
    ),
    "/preview": ("200 OK", [*PREVIEW.items()], "<h1>Preview</h1>"),
    "/old": ("302 Found", [("Location", "/")], ""),
    "/empty/204": ("204 No Content", [], ""),
    "/empty/304": ("304 Not Modified", [], ""),
}
"""What the app of exercise 2 answers at once: status, header fields, body."""


def plain_shop() -> WSGIApplication:
    """The app of exercise 2: no Flask, and everything PEP 3333 allows an application to do."""
    opened: set[object] = set()
    html = ("Content-Type", "text/html; charset=utf-8")

    def orders(start_response: StartResponse, *pieces: bytes) -> Iterator[bytes]:
        start_response("200 OK", [html, ("Cache-Control", "no-store")])
        yield from pieces
        try:
            raise LookupError("no such order")
        except LookupError:
            try:
                start_response("500 Internal Server Error", [html], sys.exc_info())
            except LookupError:  # the page is under way: a server answers exc_info by raising it
                yield b"<p>The list ends here, by an error.</p>"
            except AssertionError:  # nor may a response be started again without exc_info
                yield b"<p>The server did not hear of the error: no exc_info.</p>"
            else:
                yield b"<h1>Sorry</h1>"

    def written(start_response: StartResponse) -> Iterable[bytes]:
        write = start_response("200 OK", [html])
        if not callable(write):
            kind = "nothing" if write is None else f"something of type {type(write).__name__}"
            raise TypeError(f"start_response has to return the function write, and gave {kind}")
        write(b"<h1>Written</h1>")
        return []

    def shop(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/orders":
            return orders(start_response, b"<h1>Your orders</h1>")
        if path == "/no-orders":  # nothing is sent when the error comes: the response is replaced
            return orders(start_response)
        if path == "/written":
            return written(start_response)
        status, fields, body = PAGES.get(path, ("404 Not Found", [], f"<h1>No {path[1:]}</h1>"))
        left_open = ("Bodies-Left-Open", str(len(opened)))
        start_response(status, [html, left_open, *fields])
        return _Chunks(opened, [body.encode()])

    return shop
