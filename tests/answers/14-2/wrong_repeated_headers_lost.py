# not met: Every page still answers as it did
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
        response.headers = Headers({**self.headers, **{n.title(): v for n, v in response.headers}})
        return response
