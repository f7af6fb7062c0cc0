# all met
from functools import partial

WANTED = [("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "SAMEORIGIN"), ("Referrer-Policy", "strict-origin")]


def start(start_response, status, headers, exc_info=None):
    names = [name.title() for name, _ in headers]
    for name, value in WANTED:
        if name.title() not in names:
            headers.append((name, value))
    return start_response(status, headers, exc_info)


def SecurityHeaders(app):
    def wrapped(environ, start_response):
        return app(environ, partial(start, start_response))

    return wrapped
