"""The two shops of lesson 01: one in Flask, one in plain WSGI, each with every kind of answer."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from mimetypes import guess_type
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    has_request_context,
    redirect,
    request,
    send_file,
)
from flask.typing import ResponseReturnValue
from werkzeug.test import create_environ, run_wsgi_app

from helpers.pep_3333 import served

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

COOKIES = [
    ("Set-Cookie", "basket=empty; Secure; HttpOnly; SameSite=Lax"),
    ("Set-Cookie", "theme=dark; Secure"),
]
"""What the home page of each shop sends: two fields of one name."""

ACCOUNT = {"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
PREVIEW = {"X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "same-origin"}
"""What two pages of each shop send themselves. A page in a folder sends what its query says."""


def header_shop() -> Flask:
    """The app of exercise 1: every kind of status, and two pages with headers of their own."""
    app = Flask("header_shop", static_folder=None)

    @app.before_request
    def gate() -> ResponseReturnValue | None:
        return redirect("/") if request.path == "/members" else None

    @app.get("/")
    def home() -> ResponseReturnValue:
        return Response("<h1>Shop</h1>", headers=COOKIES)

    @app.get("/account")
    def account() -> ResponseReturnValue:
        return "<h1>Your account</h1>", ACCOUNT

    @app.get("/preview")
    def preview() -> ResponseReturnValue:
        return "<h1>Preview</h1>", PREVIEW

    @app.get("/<_folder>/<name>")
    def own(_folder: str, name: str) -> ResponseReturnValue:
        return f"<h1>{name}</h1>", [*request.args.items()]

    blog = Blueprint("blog", __name__)
    blog.add_url_rule("/blog", view_func=lambda: "<h1>Blog</h1>", endpoint="blog")
    app.register_blueprint(blog)

    @app.get("/prices")
    def prices() -> ResponseReturnValue:
        return {"coffee": 4}

    _add_live_page(app)

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
        kind = guess_type(filename)[0]
        return send_file(
            file, mimetype=kind, conditional=False, etag=filename, last_modified=1_700_000_000
        )

    return app


def _add_live_page(app: Flask) -> None:
    """A page that is sent piece by piece, and one that tells how many of them nobody closed."""
    left: list[str] = []

    @app.get("/live")
    def live() -> ResponseReturnValue:
        left.append("/live")
        response = Response(_live(), mimetype="text/html")
        response.call_on_close(left.pop)
        return response

    @app.get("/left-open")
    def left_open() -> ResponseReturnValue:
        return f"<h1>{len(left)} bodies left open</h1>"


def _live() -> Iterator[str]:
    """A body that is sent piece by piece, after the hooks, unless one of them has read it."""
    yield "<h1>Live</h1>"
    yield "<p>all at once</p>" if has_request_context() else "<p>piece by piece</p>"


class _Chunks:
    """A body that holds something open until the server closes it (PEP 3333)."""

    def __init__(self, opened: dict[object, str], path: str, chunks: Iterable[bytes]) -> None:
        self._opened, self._chunks = opened, iter(chunks)
        opened[self] = path

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def close(self) -> None:
        self._opened.pop(self, None)


Fields = Sequence[tuple[str, str]]
HTML = ("Content-Type", "text/html; charset=utf-8")

PAGES: dict[str, tuple[str, list[tuple[str, str]], str]] = {
    "/": ("200 OK", COOKIES, "<h1>Shop</h1>"),
    "/account": (
        "200 OK",
        [(name.lower(), value) for name, value in ACCOUNT.items()],
        "<h1>Your account</h1>",
    ),
    "/preview": ("200 OK", [*PREVIEW.items()], "<h1>Preview</h1>"),
    "/prices": ("200 OK", [("Content-Type", "application/json")], '{"coffee": 4}'),
    "/old": ("302 Found", [("Location", "/")], ""),
    "/empty/204": ("204 No Content", [], ""),
    "/empty/304": ("304 Not Modified", [], ""),
}
"""What the app of exercise 2 answers at once: status, header fields, body."""


def plain_shop() -> WSGIApplication:
    """The app of exercise 2: no Flask, and everything PEP 3333 allows an application to do."""
    opened: dict[object, str] = {}

    def shop(environ: WSGIEnvironment, start_response: StartResponse, /) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/sold-out":
            raise LookupError("no such coffee")
        if path == "/orders":
            return _orders(start_response, b"<h1>Your orders</h1>")
        if path in REPLACED:  # nothing is sent when the error comes: the response is replaced
            return _orders(start_response, **REPLACED[path])
        if path == "/written":
            return _written(start_response)
        if path == "/cut-off":
            return _cut_off(start_response)
        if path == "/two-at-once":
            pieces = _two_at_once(served(), start_response)
            return _Chunks(opened, path, pieces)
        status, fields, body = PAGES.get(path, ("404 Not Found", [], f"<h1>No {path[1:]}</h1>"))
        if path.count("/") == 2 and path not in PAGES:
            status, fields, body = "200 OK", parse_qsl(environ["QUERY_STRING"]), "<h1>Page</h1>"
        if path.startswith("/error/"):
            status = f"{path[-3:]} Error"
        if path in READ:
            status, body = "200 OK", READ[path](served(), opened)
        if path == "/order":
            ordered = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            status, body = "200 OK", f"<h1>Ordered: {ordered.decode()}</h1>"
        start_response(status, _with_its_type(fields, body))
        return _Chunks(opened, path, [body.encode()])

    return shop


def _with_its_type(fields: list[tuple[str, str]], body: str) -> list[tuple[str, str]]:
    typed = fields if "Content-Type" in dict(fields) else [HTML, *fields]
    return [*typed, ("Content-Length", f"{len(body.encode())}")] if body else typed


def _orders(
    start_response: StartResponse,
    *pieces: bytes,
    own: Fields = (),
    own_of_the_error: Fields = (),
) -> Iterator[bytes]:
    start_response("200 OK", [HTML, ("Cache-Control", "no-store"), *own])
    yield from pieces
    try:
        raise LookupError("no such order")
    except LookupError:
        try:
            fields = [HTML, ("Retry-After", "60"), *own_of_the_error]
            start_response("500 Internal Server Error", fields, sys.exc_info())
        except LookupError:  # the page is under way: a server answers exc_info by raising it
            yield b"<p>The list ends here, by an error.</p>"
        except AssertionError:  # nor may a response be started again without exc_info
            yield b"<p>The server did not hear of the error: no exc_info.</p>"
        else:
            yield b"<h1>Sorry</h1>"


REPLACED: dict[str, dict[str, Fields]] = {
    "/no-orders": {"own": [*ACCOUNT.items()]},
    "/no-basket": {"own_of_the_error": [*ACCOUNT.items()]},
}
"""Pages that start again: of which of its two responses the headers are its own."""


def _written(start_response: StartResponse) -> Iterable[bytes]:
    write = start_response("200 OK", [HTML])
    if not callable(write):
        kind = "nothing" if write is None else f"something of type {type(write).__name__}"
        raise TypeError(f"start_response has to return the function write, and gave {kind}")
    write(b"<h1>Written</h1>")
    return [b"<p>And returned</p>"]


def _cut_off(start_response: StartResponse) -> Iterator[bytes]:
    start_response("200 OK", [HTML])
    yield b"<h1>Your invoices</h1>"
    raise LookupError("no such invoice")


def _two_at_once(server: WSGIApplication, start_response: StartResponse) -> Iterable[bytes]:
    """Another request comes and goes before the response starts, and while its body is made."""
    _read(server, "/account")
    try:
        start_response("200 OK", [HTML, ("Cache-Control", "no-store")])
    except AssertionError:
        raise RuntimeError(
            "GET /account came and went while this page was made, and this page's start_response "
            "reached the server as the other's, as it does if something of a request is on self"
        ) from None
    return _while_another(server, b"<h1>Two at once</h1>")


def _while_another(server: WSGIApplication, piece: bytes) -> Iterator[bytes]:
    _read(server, "/account")
    yield piece


def _read(server: WSGIApplication, path: str, pieces: int | None = None) -> None:
    """What a visitor does who takes that many pieces of a body and leaves."""
    body, *_ = run_wsgi_app(server, create_environ(path, "https://shop.test"))
    try:
        for number, _ in enumerate(body, 1):
            if number == pieces:
                break
    finally:
        if callable(close := getattr(body, "close", None)):
            close()


def _closed(_server: WSGIApplication, opened: dict[object, str]) -> str:
    left = next(iter(opened.values()), "")
    return f"close() was not called on the body of {left}" if left else "every body was closed"


def _left(server: WSGIApplication, opened: dict[object, str]) -> str:
    opened.clear()
    _read(server, "/", pieces=1)
    if opened:
        return "a visitor left after one piece, and close() was not called on the body"
    return "a visitor left early, and the body was closed"


def _error(server: WSGIApplication, _opened: dict[object, str]) -> str:
    for path, where in (("/cut-off", "in a body"), ("/sold-out", "before a response")):
        try:
            _read(server, path)
        except LookupError:
            continue
        return f"an error {where} of the app did not reach the server"
    return "the server heard of each error"


READ = {"/bodies": _closed, "/left-early": _left, "/failed": _error}
"""Pages that tell how requests of the same server went."""
