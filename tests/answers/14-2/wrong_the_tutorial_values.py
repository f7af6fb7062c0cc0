# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | other.test, by another extension: it has its own | Two extensions share nothing | Every page still answers as it did
class SecurityHeaders:
    def update_header(self, name, value):
        pass

    def init_app(self, app):
        @app.after_request
        def add(response):
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
            response.headers.setdefault("X-Content-Type-Options", "nosniff")
            response.headers.setdefault("X-XSS-Protection", "1; mode=block")
            return response
