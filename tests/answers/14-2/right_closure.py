# all met
class SecurityHeaders:
    def __init__(self):
        self.values = []

    def update_header(self, name, value):
        self.values = [pair for pair in self.values if pair[0].lower() != name.lower()] + [(name, value)]

    def init_app(self, app):
        values = tuple(self.values)

        @app.after_request
        def add(response):
            for name, value in values:
                if name not in response.headers:
                    response.headers[name] = value
            return response
