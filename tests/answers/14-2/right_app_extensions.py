# all met
from flask import current_app


class SecurityHeaders:
    def __init__(self):
        self.headers = {}

    def update_header(self, name, value):
        self.headers[name.casefold()] = value

    def init_app(self, app):
        app.extensions["security-headers"] = dict(self.headers)
        app.after_request(add_headers)


def add_headers(response):
    for name, value in current_app.extensions["security-headers"].items():
        response.headers.setdefault(name, value)
    return response
