# not met: Every page still answers as it did, with its other headers
from flask import after_this_request


def add(response):
    response.headers["Access-Control-Allow-Origin"] = "https://evil.test"
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "strict-origin")
    return response


def register():
    after_this_request(add)


def secure_headers(app):
    app.before_request_funcs.setdefault(None, []).insert(0, register)
