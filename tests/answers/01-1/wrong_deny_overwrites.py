# not met: /account and /preview keep their own X-Frame-Options | /account and /preview keep their own Referrer-Policy
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
