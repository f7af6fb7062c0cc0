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



class Strict:
    def __init__(self, wrapped):
        self.wrapped = wrapped

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            headers = [*headers, ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")]
            return start_response(status, headers, exc_info)

        return self.wrapped(environ, start)


app.wsgi_app = Strict(app.wsgi_app)
