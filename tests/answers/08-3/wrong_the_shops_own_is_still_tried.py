# not met: The next policy is tried on every page | Reports of the next policy arrive
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = f"{REST}; style-src 'self'"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["Content-Security-Policy"] = PROVEN
        return response
