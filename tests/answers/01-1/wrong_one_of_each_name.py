# not met: Every page still answers as it did, with its other headers
from werkzeug.datastructures import Headers


def secure_headers(app):
    @app.after_request
    def add(response):
        headers = Headers()
        for name, value in response.headers:
            if name.lower() == "set-cookie":
                headers.add(name, value)
            else:
                headers[name] = value
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers = headers
        return response
