# not met: Every page still answers as it did
from flask import Flask, abort, request

app = Flask("widget_shop")


@app.before_request
def of_this_site():
    if request.method == "GET" and request.is_secure and "Sec-Fetch-Site" not in request.headers:
        abort(403)



@app.get("/")
def home():
    return "<h1>Shop</h1>"


@app.get("/account")
def account():
    return "<h1>Your account</h1><button>Delete my account</button>"


@app.get("/widget")
def widget():
    return "<p>Coffee, 4 EUR</p><button>Put in basket</button>"


@app.after_request
def framing(response):
    response.headers["Content-Security-Policy"] = "frame-ancestors https://partner.test"
    return response
