# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy | /account and /preview keep their own X-Frame-Options | /account and /preview keep their own Referrer-Policy | Every page still answers as it did: headers, late start, exc_info, write, close | No header is sent twice
class Middleware:
    def __init__(self, app):
        self.app = app


def SecurityHeaders(app):
    app.wsgi_app = Middleware(app.wsgi_app)
    return app
