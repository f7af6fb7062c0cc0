# not met: Every response carries X-Content-Type-Options: nosniff
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "no-sniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response
