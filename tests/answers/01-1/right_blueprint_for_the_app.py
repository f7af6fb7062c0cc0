# all met
from flask import Blueprint


def secure_headers(app):
    security = Blueprint("security", __name__)

    @security.after_app_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    app.register_blueprint(security)
