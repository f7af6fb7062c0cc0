# not met: Every response carries a careful Referrer-Policy | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did, with its other headers
from flask_talisman import Talisman


def secure_headers(app):
    Talisman(app, frame_options=None, referrer_policy=None, content_security_policy=None)

    @app.after_request
    def add(response):
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        return response
