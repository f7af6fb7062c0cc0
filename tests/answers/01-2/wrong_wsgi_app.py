# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy | Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did: headers, late start, exc_info, write, close | No header is sent twice
class Middleware:
    def __init__(self, app):
        self.app = app


def SecurityHeaders(app):
    app.wsgi_app = Middleware(app.wsgi_app)
    return app
