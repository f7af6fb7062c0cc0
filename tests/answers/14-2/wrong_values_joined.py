# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | other.test, by another extension: it has its own
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        before = self.headers.get(name)
        self.headers[name] = f"{before}, {value}" if before else value

    def init_app(self, app):
        app.after_request(self._add)

    def _add(self, response):
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
