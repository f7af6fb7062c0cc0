# not met: Neither name asks for a place on the preload list
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
    response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains; preload"
    return response
