# not met: Every page still answers as it did, with its other headers
HEADERS = {
    "x-content-type-options": "NOSNIFF",
    "x-frame-options": "sameorigin",
    "referrer-policy": "strict-origin-when-cross-origin",
}


def secure_headers(app):
    def add(response):
        for name, value in HEADERS.items():
            if name not in response.headers:
                response.headers[name] = value
        return response

    app.after_request(add)
    inner = app.wsgi_app
    app.wsgi_app = lambda environ, start: list(inner(environ, start))
    return app
