"""The shop of exercise 01-2: no Flask, and everything PEP 3333 allows an application to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.test import create_environ, run_wsgi_app

from helpers.exercises.header_shops import ACCOUNT, COOKIES, PREVIEW
from helpers.pep_3333 import served

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


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
    "/prices": (
        "200 OK",
        [("Content-Type", "application/json"), ("ETag", '"4"')],
        '{"coffee": 4}',
    ),
    "/old": ("302 Found", [("Location", "/")], ""),
    "/empty/204": ("204 No Content", [], ""),
    "/empty/304": ("304 Not Modified", [], ""),
}
"""What the app of exercise 2 answers at once: status, header fields, body."""


def plain_shop() -> WSGIApplication:
    """The app of exercise 2; some of its pages tell how requests of the same server went."""
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
        if path == "/heard":
            status, body = "200 OK", _heard(environ)
        if path == "/order":
            ordered = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            status, body = "200 OK", f"<h1>Ordered: {ordered.decode()}</h1>"
        start_response(status, _with_its_type(fields, body))
        return _Chunks(opened, path, [body.encode()])

    return shop


def _heard(environ: WSGIEnvironment) -> str:
    """The headers of the request, as they reached the shop."""
    said = (f"{name[5:]}: {environ[name]}" for name in sorted(environ) if name[:5] == "HTTP_")
    return f"<h1>You said</h1><pre>{'; '.join(said)}</pre>"


def _with_its_type(fields: list[tuple[str, str]], body: str) -> list[tuple[str, str]]:
    typed = fields if "Content-Type" in dict(fields) else [HTML, *fields]
    return [*typed, ("Content-Length", f"{len(body.encode())}")] if body else [*fields]


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
