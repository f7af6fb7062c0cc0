# not met: No page can be framed by evil.test, error pages included | Every response carries X-Content-Type-Options: nosniff | Every response carries a careful Referrer-Policy | /account and /preview keep their own X-Frame-Options | /account and /preview keep their own Referrer-Policy | Every page still answers as it did: headers, late start, exc_info, write, close | No header is sent twice
def SecurityHeaders(app):
    @app.after_request
    def add(response):
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response
