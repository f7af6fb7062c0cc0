# all met
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        app.wsgi_app = _Adding(app.wsgi_app, self.headers)


class _Adding:
    def __init__(self, app, headers):
        self.app, self.headers = app, headers

    def __call__(self, environ, start_response):
        def start(status, fields, exc_info=None):
            sent = {name.lower() for name, _ in fields}
            added = [pair for pair in self.headers.items() if pair[0].lower() not in sent]
            return start_response(status, [*fields, *added], exc_info)

        return self.app(environ, start)
