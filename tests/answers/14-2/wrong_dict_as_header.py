# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | other.test, by another extension: it has its own | Every page still answers as it did
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        app.after_request(self._add)

    def _add(self, response):
        response.headers.setdefault("Security-Headers", str(self.headers))
        return response
