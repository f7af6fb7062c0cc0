# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
WANTED = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class SecurityHeaders:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        environ["HTTP_X_FRAME_OPTIONS"] = "DENY"
        environ["HTTP_X_CONTENT_TYPE_OPTIONS"] = "nosniff"
        environ["HTTP_REFERRER_POLICY"] = "no-referrer"
        environ["wsgi.input"].close()
        return self.app(environ, lambda status, headers, *rest: start_response(status, headers + [("X-Seen", "yes")], *rest))
