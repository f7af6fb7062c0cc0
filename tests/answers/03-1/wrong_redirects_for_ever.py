# not met: partner.test can frame /widget | Every page still answers as it did
from flask import Flask, redirect, request

app = Flask("widget_shop")
GONE = ("gone", 410, {"Content-Security-Policy": "frame-ancestors 'none'"})
app.before_request(lambda: redirect("/widget") if request.path == "/widget" else GONE)
