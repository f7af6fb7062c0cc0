# not met: other.test, by another extension: it has its own
class SecurityHeaders:
    def __init__(self, app=None):
        self.headers = {}
        if app is not None:
            self.init_app(app)

    def update_header(self, name, value):
        self.headers[name.title()] = value.split(",")[0]

    def init_app(self, app):
        app.after_request(self._add)

    def _add(self, response):
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
