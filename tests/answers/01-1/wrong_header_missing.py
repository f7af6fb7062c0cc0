# not met: Every response carries a careful Referrer-Policy
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response
