# not met: Every site can frame a badge | partner.test can frame the widget | Every page still answers as it did
def protect(app):
    @app.before_request
    def closed():
        return "closed", 403, {"X-Frame-Options": "DENY"}
