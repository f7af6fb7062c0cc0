# all met
from flask import Flask

app = Flask("widget_shop")


@app.get("/")
def home():
    return "<h1>Shop</h1>"


@app.get("/account")
def account():
    return "<h1>Your account</h1><button>Delete my account</button>"


@app.get("/widget")
def widget():
    return "<p>Coffee, 4 EUR</p><button>Put in basket</button>"


class Framing:
    def __init__(self, wsgi):
        self.wsgi = wsgi

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            policy = ("Content-Security-Policy", "frame-ancestors https://partner.test")
            return start_response(status, [*headers, policy], exc_info)

        return self.wsgi(environ, start)


app.wsgi_app = Framing(app.wsgi_app)
