# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | other.test, by another extension: it has its own
class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        for endpoint, view in app.view_functions.items():
            app.view_functions[endpoint] = self._around(view)

    def _add(self, response):
        return response

    def _around(self, view):
        from flask import make_response

        def answer(**values):
            response = make_response(view(**values))
            for name, value in self.headers.items():
                response.headers.setdefault(name, value)
            return response

        return answer
