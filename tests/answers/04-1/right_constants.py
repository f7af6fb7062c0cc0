# all met
from flask import Flask, redirect, request

app = Flask("shop")


@app.before_request
def lead():
    if not request.is_secure:
        return redirect(request.url.replace("http://", "https://", 1), 301)
    if request.host == "shop.test":
        return redirect(request.url.replace("shop.test", "www.shop.test", 1), 301)


@app.get("/")
def home():
    return "<h1>Shop</h1>"


@app.get("/account")
def account():
    return "<h1>Your account</h1>"


YEAR = 365 * 24 * 60 * 60
DIRECTIVES = {"max-age": YEAR, "includeSubDomains": None}


@app.after_request
def strict(response):
    parts = [name if value is None else f"{name}={value}" for name, value in DIRECTIVES.items()]
    response.headers["strict-transport-security"] = "; ".join(parts)
    return response
