# not met: No other site than partner.test can frame a page
from flask import Flask, request

app = Flask("widget_shop")


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
    if not ((request.referrer or "").startswith("https://shop.test")):
        response.headers["Content-Security-Policy"] = "frame-ancestors https://partner.test"
    return response
