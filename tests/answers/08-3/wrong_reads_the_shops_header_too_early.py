# not met: Nothing injected runs or loads any more | Reports of the enforced policy arrive | The next policy is tried on every page | Reports of the next policy arrive | The page keeps its inline style | The shop's script and its pictures load | Every page answers as it did | No header is sent twice
REST = "default-src 'self'; img-src 'self' https://images.test; report-uri /reports"
PROVEN = f"{REST}; style-src 'self' 'unsafe-inline'"
STRICTER = f"{REST}; style-src 'self'"


def enforce(app):
    @app.after_request
    def both(response):
        proven = response.headers["Content-Security-Policy-Report-Only"]
        response.headers["Content-Security-Policy"] = proven
        response.headers["Content-Security-Policy-Report-Only"] = STRICTER
        return response
