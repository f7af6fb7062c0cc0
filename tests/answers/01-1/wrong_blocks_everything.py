# not met: /account and /preview keep their own X-Frame-Options | /account and /preview keep their own Referrer-Policy | Every page still answers as it did, with its other headers
def secure_headers(app):
    @app.before_request
    def closed():
        return "closed", 403, {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
