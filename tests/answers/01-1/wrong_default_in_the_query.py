# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
from flask import request

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def secure_headers(app):
    @app.after_request
    def add(response):
        for name, value in HEADERS.items():
            if name not in request.args:
                response.headers.setdefault(name, value)
        return response
