# not met: No page lets a form send to any other site, or by http | Only the checkout lets a form send to pay.test | What was kept out stays out
from flask import Flask, redirect, request

shop = Flask("shop")


@shop.get("/")
def home():
    return '<img src="https://images.test/logo.png"><a href="/checkout">To the checkout</a>'


@shop.route("/account", methods=["GET", "POST"])
def account():
    return '<form method="post"><input name="password"> <button>Change</button></form>'


@shop.route("/checkout", methods=["GET", "POST"])
def checkout():
    form = '<form method="post"><input name="street"> <button>Pay</button></form>'
    if request.method == "GET":
        return form
    if not request.form["street"]:
        return f"<p>Where do you live?</p>{form}", 400
    return redirect(f"https://pay.test/{request.form['street']}")


SOURCES = "default-src 'self'; img-src 'self' https://images.test; base-uri 'none'"


@shop.after_request
def policy(response):
    forms = "'self' https://pay.test" if request.endpoint == "checkout" else "'self'"
    response.headers["X-Content-Security-Policy"] = f"{SOURCES}; form-action {forms}"
    return response
