# not met: No page can be framed by evil.test | No other site than partner.test can frame a page | Every page still answers as it did
from flask import Flask

app = Flask("widget_shop")


@app.get("/")
def home():
    return '<meta http-equiv="X-Frame-Options" content="DENY"><h1>Shop</h1>'


@app.get("/account")
def account():
    return "<h1>Your account</h1><button>Delete my account</button>"


@app.get("/widget")
def widget():
    return "<p>Coffee, 4 EUR</p><button>Put in basket</button>"


@app.after_request
def framing(response):
    response.direct_passthrough = False
    return response
