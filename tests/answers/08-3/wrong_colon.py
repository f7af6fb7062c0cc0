# not met: The page keeps its inline style
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = f"{REST}; style-src 'self'"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["Content-Security-Policy"] = PROVEN.replace("style-src", "style-src:")
        response.headers["Content-Security-Policy-Report-Only"] = STRICTER
        return response
