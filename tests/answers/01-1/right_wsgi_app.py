# all met
from werkzeug.datastructures import Headers

WANTED = [("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin")]


class Middleware:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            fields = Headers(headers)
            for name, value in WANTED:
                fields.setdefault(name, value)
            return start_response(status, fields.to_wsgi_list(), exc_info)

        return self.inner(environ, start)


def secure_headers(app):
    app.wsgi_app = Middleware(app.wsgi_app)
