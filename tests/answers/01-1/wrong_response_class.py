# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy
from flask import Response


class SecureResponse(Response):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.headers.setdefault("X-Content-Type-Options", "nosniff")
        self.headers.setdefault("X-Frame-Options", "DENY")
        self.headers.setdefault("Referrer-Policy", "no-referrer")


def secure_headers(app):
    app.response_class = SecureResponse
