# not met: Every page still answers as it did: headers, late start, exc_info, write, close
WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            cookies = [each for each in headers if each[0].lower() == "set-cookie"]
            others = {name.lower(): value for name, value in headers if name.lower() != "set-cookie"}
            for name, value in WANTED.items():
                others.setdefault(name.lower(), value)
            return start_response(status, [*others.items(), *cookies], exc_info)

        return self.app(environ, start)
