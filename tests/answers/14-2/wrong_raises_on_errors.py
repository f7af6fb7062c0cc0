# not met: Every page still answers as it did
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        app.after_request(self._add)

    def _add(self, response):
        from flask import abort

        if response.status_code == 404:
            abort(500)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
