# not met: Every page still answers as it did
from flask import Flask, abort, redirect, request

app = Flask("shop")


@app.before_request
def lead():
    if not request.is_secure:
        return redirect(request.url.replace("http://", "https://", 1), 301)
    if request.host == "shop.test":
        return redirect(request.url.replace("shop.test", "www.shop.test", 1), 301)


@app.before_request
def of_this_site():
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)



@app.get("/")
def home():
    return "<h1>Shop</h1>"


@app.get("/account")
def account():
    return "<h1>Your account</h1>"


@app.after_request
def strict(response):
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
