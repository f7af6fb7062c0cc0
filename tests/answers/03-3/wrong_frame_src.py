# not met: Nobody can frame the other pages | Nobody but partner.test can frame the widget | What the policy allowed still loads
from flask import request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.after_request
    def framing(response):
        response.headers["Content-Security-Policy"] = POLICY + "; frame-src 'none'"
        return response
