"""What the lessons before taught, for this blog: one module, one call."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue

YEAR = 31_536_000
"""Seconds."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def csp_nonce() -> str:
    """The nonce of this response: the templates put it on each script, the policy names it."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def policy(form_action: str = "'self'") -> str:
    """The blog's Content-Security-Policy; ``form_action`` is where its forms may lead."""
    directives = {
        "default-src": "'none'",
        "script-src": f"'nonce-{csp_nonce()}'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": form_action,
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def secure(app: Flask, https: bool = True) -> None:
    """Secure the blog, before it answers its first request; ``https`` is for production."""
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax")
    if https:
        app.config.update(SESSION_COOKIE_NAME="__Host-session", PREFERRED_URL_SCHEME="https")
        app.before_request(_to_https)
    app.context_processor(lambda: {"csp_nonce": csp_nonce})

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy())
        if https and request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        if request.endpoint != "static":  # any other page may say who is logged in
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _to_https() -> ResponseReturnValue | None:
    if request.is_secure:
        return None
    return redirect(request.url.replace("http://", "https://", 1), 308)
