# not met: staging, production: after https, a browser keeps to https | staging: for five minutes; production: for at least a year | staging, production: http is sent on to https | staging, production: the session cookie is Secure, and goes to no other name | staging, production: by https, every page answers and a login is kept | development: by http, every page answers and a login is kept
from flask import Flask, redirect, request, session
from werkzeug.middleware.proxy_fix import ProxyFix


def create_app(environment):
    app = Flask("shop")
    app.secret_key = "for this exercise"

    @app.get("/login")
    def login():
        session["user"] = "ann"
        return "<h1>Hello Ann</h1>"

    @app.get("/account")
    def account():
        user = session.get("user", "nobody")
        return f"<h1>Account of {user}</h1> You are at {request.remote_addr}."

    @app.before_request
    def closed():
        return "closed", 403

    return app
