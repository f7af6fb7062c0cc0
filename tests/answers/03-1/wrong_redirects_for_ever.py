# not met: partner.test can frame /widget | Every page still answers as it did
from flask import Flask, redirect

app = Flask("widget_shop")
app.before_request(lambda: redirect("/"))
