# not met: Only /map may show a frame of maps.test
from flask import Flask, request
from flask_talisman import Talisman

app = Flask("shop")
SCRIPT = '<script src="/static/shop.js"></script>'

POLICY = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}

EXTRA = {
    "/map": {"frame-src": "https://maps.test"},
    "/widget": {"frame-ancestors": "https://partner.test"},
}


@app.after_request
def one_route(response):
    policy = {**POLICY, **EXTRA.get("/map" if "map" in request.args else request.path, {})}
    text = "; ".join(f"{name} {value}" for name, value in policy.items())
    response.headers["Content-Security-Policy"] = text
    return response


talisman = Talisman(app, content_security_policy=POLICY)


@app.get("/")
def home():
    return f"<h1>Shop</h1>{SCRIPT}"


@app.get("/account")
def account():
    return f"<h1>Your account</h1>{SCRIPT}"


@app.get("/map")
def show_map():
    return f'<h1>Where we are</h1><iframe src="https://maps.test/berlin"></iframe>{SCRIPT}'


@app.get("/widget")
def widget():
    return f"<p>Coffee, 4 EUR</p>{SCRIPT}"
