# not met: Nobody but partner.test can frame the widget
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        response.headers["Content-Security-Policy"] = POLICY
        if request.path == "/widget":
            response.headers.add("Content-Security-Policy", "frame-ancestors partner.test")
        elif not request.path.startswith("/badge/"):
            response.headers.add("Content-Security-Policy", "frame-ancestors 'none'")
        return response
