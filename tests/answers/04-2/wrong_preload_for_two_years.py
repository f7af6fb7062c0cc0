# not met: staging, production: nothing asks for a place on the preload list
from flask import Flask, redirect, request, session
from werkzeug.middleware.proxy_fix import ProxyFix


HSTS = {"staging": "max-age=300", "production": "max-age=63072000; preload"}


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
    app.config["SESSION_COOKIE_SECURE"] = environment in HSTS

    @app.before_request
    def to_https():
        if environment in HSTS and not request.is_secure:
            return redirect(request.url.replace("http://", "https://", 1), 308)

    @app.after_request
    def strict(response):
        if environment in HSTS:
            response.headers["Strict-Transport-Security"] = HSTS[environment]
        return response

    return app
