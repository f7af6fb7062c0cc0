# not met: Pages with a Referrer-Policy of their own keep it | Pages with an X-Frame-Options of their own keep it | No header is sent twice
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.add("X-Content-Type-Options", "nosniff")
        response.headers.add("X-Frame-Options", "DENY")
        response.headers.add("Referrer-Policy", "no-referrer")
        return response
