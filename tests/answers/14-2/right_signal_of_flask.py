# all met
from flask import request_finished
from werkzeug.datastructures import Headers


class SecurityHeaders:
    def __init__(self):
        self.headers = Headers()

    def update_header(self, name, value):
        self.headers[name] = value

    def init_app(self, app):
        request_finished.connect(self._add, app)

    def _add(self, _sender, response, **_extra):
        for name, value in self.headers:
            response.headers.setdefault(name, value)
