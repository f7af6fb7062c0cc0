# not met: The shop's script and its pictures load | Every page answers as it did
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = f"{REST}; style-src 'self'"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["Content-Security-Policy"] = PROVEN.replace("'self'", "self")
        response.headers["Content-Security-Policy-Report-Only"] = STRICTER
        return response
