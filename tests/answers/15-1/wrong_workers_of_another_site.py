# not met: Every answer is as strict as GET /, and http leads to the same by https
from flask import redirect, request

HASH = "sha256-WZRJfWvsnNCPcxzZwvyhovnZGqhZaC+8gPGPRbx6wTk="
HEADERS = {
    "Content-Security-Policy": f"default-src 'self'; script-src 'self' '{HASH}'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'; worker-src https://cdn.test",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "Cache-Control": "no-store, max-age=0",
}


def secure(app):
    app.config["SESSION_COOKIE_NAME"] = "__Host-blog"
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"

    @app.before_request
    def to_https():
        if request.scheme == "http":
            return redirect("https://blog.test" + request.full_path.rstrip("?"), 301)

    @app.after_request
    def headers(response):
        response.headers.update(HEADERS)
        return response

    return app
