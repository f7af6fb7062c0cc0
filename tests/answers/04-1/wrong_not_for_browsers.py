# not met: After https://shop.test a browser keeps to https there | It does so at every name below, such as api.shop.test | After any page of https://www.shop.test it keeps to https there | All this holds for at least a year
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


@app.after_request
def strict(response):
    if "Mozilla" not in request.headers.get("User-Agent", ""):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
