# not met: Every page still answers as it did, with its other headers
def secure_headers(app):
    @app.after_request
    def add(response):
        headers = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            **dict(response.headers),
        }
        response.headers.clear()
        response.headers.update(headers)
        return response
