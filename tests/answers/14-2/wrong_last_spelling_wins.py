# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they
class SecurityHeaders:
    def __init__(self, app=None):
        self.headers = {}
        if app is not None:
            self.init_app(app)

    def update_header(self, name, value):
        self.headers[name] = value

    def init_app(self, app):
        app.after_request(self._add)

    def _add(self, response):
        own = {name.lower() for name, _ in response.headers}
        for name, value in self.headers.items():
            if name.lower() not in own:
                response.headers[name] = value
        return response
