# all met
class SecurityHeaders(dict):
    update_header = dict.__setitem__

    def init_app(self, app):
        @app.after_request
        def add(response):
            for each in self:
                response.headers.setdefault(each, self[each])
            return response
