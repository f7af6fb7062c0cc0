# all met
import secrets

from flask import g, redirect, request


def secure(app):
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )

    def nonce():
        if "nonce" not in g:
            g.nonce = secrets.token_urlsafe(16)
        return g.nonce

    @app.before_request
    def to_https():
        if not request.is_secure:
            return redirect(request.url.replace("http://", "https://", 1), 308)

    @app.context_processor
    def for_templates():
        return {"csp_nonce": nonce}

    @app.after_request
    def headers(response):
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; script-src 'nonce-{g.get('nonce', '')}'; object-src 'none'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response
