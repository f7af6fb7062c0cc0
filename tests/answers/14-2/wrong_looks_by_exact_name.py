# not met: A view that sends a header itself keeps its own value | No header is sent twice
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
            if name not in dict(response.headers):
                response.headers.add(name, value)
        return response
