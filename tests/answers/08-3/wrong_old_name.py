# not met: Nothing injected runs or loads any more | Reports of the enforced policy arrive
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = f"{REST}; style-src 'self'"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["X-Content-Security-Policy"] = PROVEN
        response.headers["Content-Security-Policy-Report-Only"] = STRICTER
        return response
