# not met: Every page still answers as it did, with its other headers
from flask import abort, request

def secure_headers(app):
    @app.before_request
    def of_this_site():
        if request.method == "GET" and request.is_secure and "Sec-Fetch-Site" not in request.headers:
            abort(403)
    

    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response
