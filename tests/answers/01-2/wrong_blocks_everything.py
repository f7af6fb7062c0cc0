# not met: Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did: headers, late start, exc_info, write, close
def SecurityHeaders(app):
    def closed(environ, start_response):
        start_response("403 Forbidden", [("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")])
        return [b"closed"]

    return closed
