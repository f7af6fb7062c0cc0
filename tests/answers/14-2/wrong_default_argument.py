# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | Two extensions share nothing
class SecurityHeaders:
    def __init__(self, headers={}):
        self.headers = headers

    def update_header(self, name, value):
        self.headers[name.lower()] = value

    def init_app(self, app):
        @app.after_request
        def add(response):
            for name, value in self.headers.items():
                response.headers.setdefault(name, value)
            return response
