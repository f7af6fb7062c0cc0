# not met: second.test, by the same extension: so do they
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        if not hasattr(self, "app"):
            self.app = app
            app.after_request(self._add)

    def _add(self, response):
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
