# all met
from werkzeug.datastructures import Headers


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
        own = {name.lower() for name, _ in response.headers}
        more = [(name, value) for name, value in self.headers.items() if name.lower() not in own]
        response.headers = Headers([*response.headers, *more])
        return response
