# not met: No page can be framed by evil.test, error pages included
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "'DENY'")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response
