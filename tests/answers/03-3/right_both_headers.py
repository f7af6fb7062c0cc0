# all met
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        response.headers["X-Frame-Options"] = "DENY"
        who = {"badge": "*", "widget": "https://partner.test"}.get(request.endpoint, "'none'")
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {who}"
        return response
