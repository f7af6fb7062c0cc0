# not met: No page can be framed by evil.test, error pages included | Every response carries a careful Referrer-Policy
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if "X-Frame-Options" not in response.headers and "Referrer-Policy" not in response.headers:
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response.headers["Referrer-Policy"] = "strict-origin"
        return response
