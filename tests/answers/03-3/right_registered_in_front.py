# all met
from flask import request


def protect(app):
    def framing(response):
        who = {"badge": "*", "widget": "https://partner.test"}.get(request.endpoint, "'none'")
        response.headers["Content-Security-Policy"] += f"; frame-ancestors {who}"
        return response

    app.after_request_funcs[None].insert(0, framing)
