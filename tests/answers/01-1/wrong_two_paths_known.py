# not met: Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it
def secure_headers(app):
    from flask import request

    @app.after_request
    def add(response):
        wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
        for name, value in wanted.items():
            if request.path in ("/account", "/preview"):
                response.headers.setdefault(name, value)
            else:
                response.headers[name] = value
        return response
