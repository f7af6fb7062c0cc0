# all met
def secure_headers(app):
    def wrapped(environ, start_response):
        def start(status, headers, *rest):
            names = {name.lower() for name, _ in headers}
            more = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "strict-origin"}
            headers = headers + [(name, more[name]) for name in more if name.lower() not in names]
            return start_response(status, headers, *rest)

        return app(environ, start)

    return wrapped
