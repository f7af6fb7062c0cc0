# not met: Nobody can frame the other pages
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        if "/badge/" in request.path:
            return response
        who = "https://partner.test" if request.path == "/widget" else "'none'"
        response.headers["Content-Security-Policy"] = f"frame-ancestors {who}; {POLICY}"
        return response
