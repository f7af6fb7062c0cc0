# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy | Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did, with its other headers | No header is sent twice
def secure_headers(app):
    def wrapped(environ, start_response):
        def start(status, headers, *rest):
            names = {name.lower() for name, _ in headers}
            more = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "strict-origin"}
            headers = headers + [(name, more[name]) for name in more if name.lower() not in names]
            return start_response(status, headers, *rest)

        return app(environ, start)

    return wrapped
