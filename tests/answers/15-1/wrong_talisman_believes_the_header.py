# not met: Every answer is as strict as GET /, and http leads to the same by https
from flask import request
from flask_talisman import Talisman


def secure(app):
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
