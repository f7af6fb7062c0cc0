# not met: Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
from flask import request


def secure_headers(app):
    @app.after_request
    def add(response):
        if request.headers.get("Accept") != "application/json":
            response.headers.setdefault("X-Content-Type-Options", "nosniff")
            response.headers.setdefault("X-Frame-Options", "DENY")
            response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response
