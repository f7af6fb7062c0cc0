# all met
from flask import Flask, redirect, request
from flask_talisman import Talisman

shop = Flask("shop")
CSP = {
    "default-src": "'self'",
    "img-src": ["'self'", "https://images.test"],
    "base-uri": "'none'",
    "form-action": "'self'",
}
talisman = Talisman(shop, content_security_policy=CSP)


@shop.get("/")
def home():
    return '<img src="https://images.test/logo.png"><a href="/checkout">To the checkout</a>'


@shop.route("/account", methods=["GET", "POST"])
def account():
    return '<form method="post"><input name="password"> <button>Change</button></form>'


@shop.route("/checkout", methods=["GET", "POST"])
@talisman(content_security_policy=CSP | {"form-action": ["'self'", "https://pay.test"]})
def checkout():
    form = '<form method="post"><input name="street"> <button>Pay</button></form>'
    if request.method == "GET":
        return form
    if not request.form["street"]:
        return f"<p>Where do you live?</p>{form}", 400
    return redirect(f"https://pay.test/{request.form['street']}")

