# not met: No header is sent twice
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff, nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response
