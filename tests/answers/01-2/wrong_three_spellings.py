# not met: Pages with an X-Frame-Options of their own keep it | No header is sent twice
WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            sent = {name for name, _ in headers}
            more = [
                (name, value)
                for name, value in WANTED.items()
                if not {name, name.lower(), name.upper()} & sent
            ]
            return start_response(status, [*headers, *more], exc_info)

        return self.app(environ, start)
