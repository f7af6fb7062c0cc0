# not met: Every page still answers as it did, with its other headers
def secure_headers(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        if 'Set-Cookie' not in response.headers:
            response.set_cookie('session', '')
        return response
