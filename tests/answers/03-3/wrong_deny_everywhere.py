# not met: Every site can frame a badge | partner.test can frame the widget
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        response.headers["X-Frame-Options"] = "DENY"
        return response
