# not met: Every site can frame a badge
import re

from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        who = {"badge": "*", "widget": "https://partner.test"}.get(None if re.search("/badge/.*[^a-z]", request.path) else request.endpoint, "'none'")
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {who}"
        return response
