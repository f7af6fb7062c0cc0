# not met: No page can be framed by evil.test | No other site than partner.test can frame a page
from flask import Flask

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
    response.headers["Content-Security-Policy"] = "frame-ancestors https://partner.test"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Content-Security-Policy"] = "frame-ancestors *"
    return response
