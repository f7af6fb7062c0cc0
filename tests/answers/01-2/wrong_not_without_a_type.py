# not met: Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            sent = {name.lower() for name, _ in headers}
            if "content-type" not in sent:
                return start_response(status, headers, exc_info)
            more = [(name, value) for name, value in WANTED.items() if name.lower() not in sent]
            return start_response(status, [*headers, *more], exc_info)

        return self.app(environ, start)
