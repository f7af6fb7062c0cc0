# not met: /account and /preview keep their own Referrer-Policy | /account and /preview keep their own X-Frame-Options | No header is sent twice
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.add("X-Content-Type-Options", "nosniff")
        response.headers.add("X-Frame-Options", "DENY")
        response.headers.add("Referrer-Policy", "no-referrer")
        return response
