# not met: Every site can frame a badge | Every page still answers as it did
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        who = {"widget": "https://partner.test"}.get(request.endpoint, "'none'")
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {who}"
        if request.endpoint == "badge": response.status_code = 404
        return response
