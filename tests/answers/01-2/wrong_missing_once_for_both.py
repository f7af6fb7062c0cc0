# not met: No page can be framed by evil.test, error pages included | Every response carries a careful Referrer-Policy | No header is sent twice
WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        missing = []

        def start(status, headers, exc_info=None):
            sent = {name.lower() for name, _ in headers}
            if not missing:
                missing.append([(name, value) for name, value in WANTED.items() if name.lower() not in sent])
            return start_response(status, [*headers, *missing[0]], exc_info)

        return self.app(environ, start)
