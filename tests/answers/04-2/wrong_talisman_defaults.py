# not met: staging: for five minutes; production: for at least a year | What a client writes as if it were a proxy changes nothing | development: by http, every page answers and a login is kept | development: a browser notes nothing | staging, production: names below can be asked by http
from flask import Flask, redirect, request, session
from flask_talisman import Talisman
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

    if environment == "production":
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1)
    Talisman(app)

    return app
