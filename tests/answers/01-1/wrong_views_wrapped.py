# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
from functools import wraps

from flask import make_response


def with_headers(view):
    @wraps(view)
    def wrapped(*arguments, **named):
        response = make_response(view(*arguments, **named))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return wrapped


def secure_headers(app):
    for name, view in app.view_functions.items():
        app.view_functions[name] = with_headers(view)
