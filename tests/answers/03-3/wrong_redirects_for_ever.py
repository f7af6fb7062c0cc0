# not met: Every site can frame a badge | partner.test can frame the widget | What the policy forbade stays forbidden | Every page still answers as it did
from flask import redirect, request

GONE = ("gone", 410, {"Content-Security-Policy": "frame-ancestors 'none'"})


def protect(app):
    app.before_request(lambda: redirect("/widget") if request.path == "/widget" else GONE)
