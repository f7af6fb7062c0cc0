# not met: Nobody can frame the other pages | Nobody but partner.test can frame the widget
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        who = {"badge": "*", "widget": "https://partner.test"}.get(request.endpoint, "'none'")
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            return response
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {who}"
        return response
