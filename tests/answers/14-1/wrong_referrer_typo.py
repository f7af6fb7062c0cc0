# not met: Every response has nosniff and a careful Referrer-Policy
from flask import Flask, redirect, request, session
from flask_talisman import Talisman
from secure import (
    ContentSecurityPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

HOME = """<title>Shop</title><link rel="stylesheet" href="/static/shop.css"><h1>Shop</h1>
<img src="https://images.test/coffee.png" alt="coffee">
<form action="/order" method="post"><button>Order</button></form>
<script src="/static/shop.js"></script>"""


def make_shop():
    app = Flask("shop")
    app.secret_key = "for this exercise"
    app.add_url_rule("/", "home", lambda: HOME)

    @app.get("/login")
    def login():
        session["user"] = "ann"
        return "<h1>Hello Ann</h1>"

    @app.get("/account")
    def account():
        return {"user": session.get("user", "nobody")}

    @app.get("/broken")
    def broken():
        raise LookupError("no such coffee")

    return app


POLICY = {
    "default-src": "'self'",
    "img-src": "'self' https://images.test",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

TEXT = "; ".join(f"{name} {value}" for name, value in POLICY.items())


def create_app(extension):
    app = make_shop()
    app.config["SESSION_COOKIE_SECURE"] = True

    @app.before_request
    def to_https():
        if not request.is_secure:
            return redirect(request.url.replace("http://", "https://", 1))

    if extension == "talisman":
        Talisman(app, content_security_policy=TEXT, frame_options=None, force_https=False)
        return app
    headers = Secure(
        csp=ContentSecurityPolicy().value(TEXT),
        hsts=StrictTransportSecurity().max_age(31536000).include_subdomains(),
        referrer=ReferrerPolicy().value("strict-origin-when-crossorigin"),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )

    @app.after_request
    def add(response):
        headers.set_headers(response)
        return response

    return app
