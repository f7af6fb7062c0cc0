# not met: staging: for five minutes; production: for at least a year | staging, production: what a client writes as if it were a proxy changes nothing | development: by http, every page answers and a login is kept | development: a browser notes nothing
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
        return f"<h1>Account of {session.get('user', 'nobody')}</h1>"

    if environment == "production":
        app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1)
    Talisman(app)

    return app
