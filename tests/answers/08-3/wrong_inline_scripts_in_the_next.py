# not met: The next policy is tried on every page
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = f"{REST}; style-src 'self'; script-src 'self' 'unsafe-inline'"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["Content-Security-Policy"] = PROVEN
        response.headers["Content-Security-Policy-Report-Only"] = STRICTER
        return response
