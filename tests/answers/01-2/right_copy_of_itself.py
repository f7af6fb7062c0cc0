# all met
from copy import copy

WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        one = copy(self)  # a request is kept on a copy, never on self
        one.start_response = start_response
        return one.app(environ, one.start)

    def start(self, status, headers, exc_info=None):
        sent = {name.lower() for name, _ in headers}
        more = [(name, value) for name, value in WANTED.items() if name.lower() not in sent]
        return self.start_response(status, [*headers, *more], exc_info)
