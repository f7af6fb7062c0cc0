# not met: Nothing injected runs or loads any more
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = f"{REST}; style-src 'self'"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["Content-Security-Policy"] = "default-src 'self' style-src 'self' 'unsafe-inline'; img-src 'self' https://images.test; report-uri /reports"
        response.headers["Content-Security-Policy-Report-Only"] = STRICTER
        return response
