# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | other.test, by another extension: it has its own
class SecurityHeaders(dict):
    def update_header(self, name, value):
        self[name.lower()] = value

    def init_app(self, app):
        @app.after_request
        def add(response):
            if response.status_code in (301, 308):
                return response
            for each in self:
                response.headers.setdefault(each, self[each])
            return response
