# not met: A view that sends a header itself keeps its own value | Every page still answers as it did
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        app.after_request(self._add)

    def _add(self, response):
        from werkzeug.datastructures import Headers

        response.headers = Headers(self.headers)
        return response
