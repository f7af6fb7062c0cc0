# not met: Every page still answers as it did
from flask import abort, request

POLICY = "default-src 'self'; img-src 'self' https://images.test"


def protect(app):
    @app.before_request
    def of_this_site():
        if request.method == "GET" and request.is_secure and "Sec-Fetch-Site" not in request.headers:
            abort(403)
    

    @app.after_request
    def framing(response):
        who = {"badge": "*", "widget": "https://partner.test"}.get(request.endpoint, "'none'")
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {who}"
        return response
