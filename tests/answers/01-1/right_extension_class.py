# all met
class SecureHeaders:
    defaults = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}

    def init_app(self, app):
        app.after_request(self.add)

    def add(self, response):
        missing = {name: value for name, value in self.defaults.items() if name not in response.headers}
        response.headers.update(missing)
        return response


def secure_headers(app):
    SecureHeaders().init_app(app)
