# all met
import secrets

from flask import request


class Secured:
    """The tutorial's fifth exercise: WSGI middleware in front of the blog."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        if environ["wsgi.url_scheme"] == "http":
            query = "?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else ""
            place = "https://" + environ["HTTP_HOST"] + environ["PATH_INFO"] + query
            start_response("308 Permanent Redirect", [("Location", place)])
            return [b""]
        environ["nonce"] = nonce = secrets.token_urlsafe(16)
        wanted = {
            "Content-Security-Policy": f"script-src 'nonce-{nonce}' 'strict-dynamic'; "
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Strict-Transport-Security": "max-age=31536000",
            "Cache-Control": "no-store",
            "X-XSS-Protection": "0",
        }

        def start(status, headers, *rest):
            kept = [(name, value) for name, value in headers if name not in wanted]
            return start_response(status, kept + list(wanted.items()), *rest)

        return self.app(environ, start)


def secure(app):
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax")
    app.context_processor(lambda: {"csp_nonce": lambda: request.environ["nonce"]})
    app.wsgi_app = Secured(app.wsgi_app)
