"""The shop of exercise 01-1, in Flask, with every kind of answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from mimetypes import guess_type

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

COOKIES = [
    ("Set-Cookie", "basket=empty; Secure; HttpOnly; SameSite=Lax"),
    ("Set-Cookie", "theme=dark; Secure"),
]
"""What the home page of each shop of lesson 01 sends: two fields of one name."""

ACCOUNT = {"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
PREVIEW = {"X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "same-origin"}
"""What two pages of each shop send themselves. A page in a folder sends what its query says."""


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

    @app.get("/<_folder>/<name>")
    def own(_folder: str, name: str) -> ResponseReturnValue:
        return f"<h1>{name}</h1>", [*request.args.items(multi=True)]

    @app.get("/prices")
    def prices() -> ResponseReturnValue:
        return {"coffee": 4}

    @app.get("/old")
    def old() -> ResponseReturnValue:
        return redirect("/")

    @app.post("/order")
    def order() -> ResponseReturnValue:
        return "<h1>Thank you</h1>"

    _add_parts(app)
    _add_statuses(app)
    _add_files(app)
    _add_live_page(app)
    return app


def _add_parts(app: Flask) -> None:
    """Hooks of the shop's own, before and after a view, and a blueprint."""

    @app.before_request
    def gate() -> ResponseReturnValue | None:
        return redirect("/") if request.path == "/members" else None

    @app.after_request
    def language(response: Response) -> Response:
        response.headers["Content-Language"] = "en"
        return response

    blog = Blueprint("blog", __name__)
    blog.add_url_rule("/blog", view_func=lambda: "<h1>Blog</h1>", endpoint="blog")
    app.register_blueprint(blog)


def _add_statuses(app: Flask) -> None:
    """Pages of any status, and one that fails."""

    @app.get("/empty/<int:status>")
    def empty(status: int) -> ResponseReturnValue:
        return "", status

    @app.get("/error/<int:status>")
    def error(status: int) -> ResponseReturnValue:
        abort(status)

    @app.get("/broken")
    def broken() -> ResponseReturnValue:
        raise LookupError("no such coffee")


def _add_files(app: Flask) -> None:
    """Files of any name, each with the type that its name's end says."""

    @app.get("/static/<path:filename>", endpoint="static")
    def static(filename: str) -> Response:
        file = io.BytesIO(f"<h1>{filename}</h1>".encode())
        kind = guess_type(filename)[0]
        return send_file(
            file, mimetype=kind, conditional=False, etag=filename, last_modified=1_700_000_000
        )


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
