# not met: Nobody can frame the other pages | partner.test can frame the widget | Nobody but partner.test can frame the widget
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        if request.endpoint != "badge":
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
