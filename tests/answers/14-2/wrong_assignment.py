# not met: A view that sends a header itself keeps its own value
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        app.after_request(self._add)

    def _add(self, response):
        for name, value in self.headers.items():
            response.headers.set(name, value)
        return response
