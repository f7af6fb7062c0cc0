# all met
from wsgiref.headers import Headers

WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            fields = Headers(headers)
            for name, value in WANTED.items():
                fields.setdefault(name, value)
            return start_response(status, fields.items(), exc_info)

        return self.app(environ, start)
