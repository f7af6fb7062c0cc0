# all met
class Framing:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        who = "https://partner.test" if path == "/widget" else "'none'"

        def start(status, headers, *rest):
            if not path.startswith("/badge/"):
                headers.append(("Content-Security-Policy", f"frame-ancestors {who}"))
            return start_response(status, headers, *rest)

        return self.inner(environ, start)


def protect(app):
    app.wsgi_app = Framing(app.wsgi_app)
    return app
