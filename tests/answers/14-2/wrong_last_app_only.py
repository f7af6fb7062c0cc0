# not met: first.test: pages and errors carry what update_header was told
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        self.app = app
        app.after_request(self._add)

    def _add(self, response):
        from flask import current_app

        if current_app._get_current_object() is not self.app:
            return response
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
