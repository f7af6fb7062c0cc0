# all met
from flask import request
from flask_talisman import Talisman


class NoProxy:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        environ.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.app(environ, start_response)


def secure(app):
    app.wsgi_app = NoProxy(app.wsgi_app)
    Talisman(
        app,
        content_security_policy={
            "default-src": "'none'",
            "script-src": [],
            "style-src": "'self'",
            "img-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        },
        content_security_policy_nonce_in=["script-src"],
        force_https=True,
        frame_options="DENY",
    )

    @app.after_request
    def nothing_kept(response):
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response
