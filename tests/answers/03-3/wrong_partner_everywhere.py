# not met: Nobody can frame the other pages | Every site can frame a badge
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors https://partner.test"
        return response
