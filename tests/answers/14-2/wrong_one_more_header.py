# not met: Every page still answers as it did
class SecurityHeaders(dict):
    def update_header(self, name, value):
        self[name.lower()] = value

    def init_app(self, app):
        @app.after_request
        def add(response):
            for each in self:
                response.headers.setdefault(each, self[each])
            response.headers["X-Protected-By"] = "SecurityHeaders"
            return response
