# not met: Every other rule stays: https, nosniff, Referrer-Policy, no plugins
from flask import Flask
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

talisman = Talisman(app, content_security_policy=POLICY, referrer_policy="strict-orgin")


@app.get("/")
def home():
    return f"<h1>Shop</h1>{SCRIPT}"


@app.get("/account")
def account():
    return f"<h1>Your account</h1>{SCRIPT}"


@app.get("/map")
@talisman(
    content_security_policy="default-src 'self'; frame-src 'self' https://maps.test; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
def show_map():
    return f'<h1>Where we are</h1><iframe src="https://maps.test/berlin"></iframe>{SCRIPT}'


@app.get("/widget")
@talisman(
    content_security_policy="default-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors partner.test"
)
def widget():
    return f"<p>Coffee, 4 EUR</p>{SCRIPT}"
