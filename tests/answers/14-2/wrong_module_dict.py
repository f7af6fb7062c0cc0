# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | Two extensions share nothing
HEADERS = {}


class SecurityHeaders:
    def update_header(self, name, value):
        HEADERS[name.lower()] = value

    def init_app(self, app):
        @app.after_request
        def add(response):
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response
