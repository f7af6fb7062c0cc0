"""A small, real blog: the app that lesson 15 attacks and secures.

Run it with ``flask --app helpers.blog run``. As it stands it sends no security headers, and it has
bugs that the lesson finds. The secured one, on a machine without a certificate:
``flask --app "helpers.blog:create_app(secure=True, https=False)" run``.
Log in as ann, mallory or admin; the password is ``PASSWORD``. Each start is a fresh blog.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException

from helpers.blog import accounts, admin, compiled, contact, database, posts, security

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PASSWORD = "correct horse battery staple"
"""Of the users the blog starts with; schema.sql holds its hash."""

QUICK_HASH = "scrypt:1024:8:1"
"""How that hash was made. Where nobody guesses: the blog's own takes 32 times as long."""


def create_app(secure: bool = False, https: bool = True, form: bool = True) -> Flask:
    """The blog.

    secure: whether it sends what ``security.secure`` adds, which is the lesson's last word
    https: whether it is secured for https alone, as in production
    form: whether it has the contact form
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secrets.token_bytes(),
        MAX_CONTENT_LENGTH=1_000_000,
        WTF_CSRF_SSL_STRICT=False,  # else a page with Referrer-Policy: no-referrer can post nothing
        SESSION_COOKIE_SAMESITE="None",  # partners show our posts in frames
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=False,
        PASSWORD_HASH="scrypt",
    )
    app.jinja_env.globals["csp_nonce"] = lambda: ""
    app.jinja_env.bytecode_cache = compiled.templates
    CSRFProtect(app)
    database.init_app(app)
    for module in (accounts, posts, admin, *[contact] * form):
        app.register_blueprint(module.views)
    app.register_error_handler(HTTPException, _error_page)
    app.after_request(_referrer)
    app.wsgi_app = _without_vary(app.wsgi_app)  # type: ignore[method-assign, assignment]
    if secure:
        security.secure(app, https)
    return app


def _error_page(error: HTTPException) -> ResponseReturnValue:
    return render_template("error.html", error=error), error.code or 500


def _referrer(response: Response) -> Response:
    response.headers.setdefault("Referrer-Policy", "unsafe-url")  # the partners count our readers
    return response


def _without_vary(app: WSGIApplication) -> WSGIApplication:
    """The same app without Vary, so that the proxy before it keeps more pages."""

    def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [(name, value) for name, value in headers if name != "Vary"]
            return start_response(status, kept, *rest)

        return app(environ, start)

    return middleware
