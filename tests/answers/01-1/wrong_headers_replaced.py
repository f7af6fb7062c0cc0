# not met: /account and /preview keep their own X-Frame-Options | /account and /preview keep their own Referrer-Policy | Every page still answers as it did, with its other headers
from werkzeug.datastructures import Headers

def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers = Headers({"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"})
        return response
