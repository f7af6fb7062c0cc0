# not met: A view that sends a header itself keeps its own value
class SecurityHeaders:
    def __init__(self, app=None):
        self.headers = {}
        if app is not None:
            self.init_app(app)

    def update_header(self, name, value):
        self.headers[name.title()] = value

    def init_app(self, app):
        app.after_request(self._add)

    def _add(self, response):
        for name, value in self.headers.items():
            if not response.headers.get(name):
                response.headers[name] = value
        return response
