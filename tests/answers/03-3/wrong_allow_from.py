# not met: Nobody but partner.test can frame the widget
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        if request.endpoint == "widget": response.headers["X-Frame-Options"] = "ALLOW-FROM https://partner.test"
        elif request.endpoint != "badge": response.headers["X-Frame-Options"] = "DENY"
        return response
