# all met
from werkzeug.datastructures import Headers


class SecurityHeaders:
    def __init__(self):
        self.headers = Headers()

    def update_header(self, name, value):
        self.headers.set(name, value)
        return self

    def init_app(self, app):
        app.after_request(self.add_to)

    def add_to(self, response):
        for name, value in self.headers:
            response.headers.setdefault(name, value)
        return response
