# not met: Nobody can frame the other pages
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        who = {"home": "'none'", "badges": "'none'", None: "'none'"}.get(request.endpoint, "*")
        if request.endpoint == "widget":
            who = "https://partner.test"
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {who}"
        return response
