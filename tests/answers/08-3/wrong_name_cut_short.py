# not met: The next policy is tried on every page | Reports of the next policy arrive
PROVEN = "default-src 'self'; img-src 'self' https://images.test; style-src 'self' 'unsafe-inline'; report-uri /reports"


def enforce(app):
    @app.after_request
    def both(response):
        response.headers["Content-Security-Policy"] = PROVEN
        response.headers["Content-Security-Policy-Report"] = "style-src 'self'; report-uri /reports"
        return response
