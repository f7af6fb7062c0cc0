# not met: Every page still answers as it did, with its other headers
def secure_headers(app):
    def add(response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    app.after_request_funcs[None] = [add]
