# all met
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        who = {"badge": "*", "widget": "https://partner.test"}.get(request.endpoint, "'none'")
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {who}"
        response.headers["Cross-Origin-Embedder-Policy"] = "credentialless"
        return response
