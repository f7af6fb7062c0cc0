# all met
def protect(app):
    def wrapped(environ, start_response):
        path = environ["PATH_INFO"]

        def start(status, headers, exc_info=None):
            extra = []
            if path == "/widget":
                extra = [("Content-Security-Policy", "frame-ancestors https://partner.test")]
            elif path[:7] != "/badge/":
                extra = [("X-Frame-Options", "DENY")]
            return start_response(status, [*headers, *extra], exc_info)

        return app(environ, start)

    return wrapped
