# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | other.test, by another extension: it has its own
from flask import Blueprint

class SecurityHeaders:
    def __init__(self, app=None):
        self.headers = {}
        if app is not None:
            self.init_app(app)

    def update_header(self, name, value):
        self.headers[name.title()] = value

    def init_app(self, app):
        blueprint = Blueprint("security", __name__)
        blueprint.after_request(self._add)
        app.register_blueprint(blueprint)

    def _add(self, response):
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
