# not met: The next policy is tried on every page
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = "default-src 'self'; img-src 'self' https:; style-src 'self'; report-uri /reports"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["Content-Security-Policy"] = PROVEN
        response.headers["Content-Security-Policy-Report-Only"] = STRICTER
        return response
