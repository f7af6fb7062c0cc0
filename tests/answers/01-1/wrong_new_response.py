# not met: /account and /preview keep their own X-Frame-Options | /account and /preview keep their own Referrer-Policy | Every page still answers as it did, with its other headers
from flask import Response

def secure_headers(app):
    @app.after_request
    def add(response):
        new = Response(response.get_data(), response.status_code)
        new.headers["X-Content-Type-Options"] = "nosniff"
        new.headers["X-Frame-Options"] = "DENY"
        new.headers["Referrer-Policy"] = "no-referrer"
        return new
