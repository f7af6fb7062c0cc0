# not met: Nobody can frame the other pages
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        who = {"badge": "*", "widget": "https://partner.test"}.get(request.endpoint, "'none'")
        if response.status_code < 500:
            response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {who}"
        return response
