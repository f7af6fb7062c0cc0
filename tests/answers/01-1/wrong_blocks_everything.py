# not met: Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy | Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did, with its other headers
def secure_headers(app):
    @app.before_request
    def closed():
        return "closed", 403, {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
