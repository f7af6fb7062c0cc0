# not met: Reports of the enforced policy arrive | Reports of the next policy arrive
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports https://evil.test/r"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = f"{REST}; style-src 'self'"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["Content-Security-Policy"] = PROVEN
        response.headers["Content-Security-Policy-Report-Only"] = STRICTER
        return response
