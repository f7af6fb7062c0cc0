# not met: Every site can frame a badge | partner.test can frame the widget | Every page still answers as it did
from flask import redirect


def protect(app):
    app.before_request(lambda: redirect("/"))
