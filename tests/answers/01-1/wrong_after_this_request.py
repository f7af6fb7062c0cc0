# not met: Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
from flask import after_this_request


def add(response):
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "strict-origin")
    return response


def secure_headers(app):
    @app.before_request
    def register():
        after_this_request(add)
