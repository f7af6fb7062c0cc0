# all met
from flask import Flask, redirect, request, session
from werkzeug.middleware.proxy_fix import ProxyFix


class Development:
    HSTS, PROXIES = "", 0


class Staging(Development):
    HSTS, SESSION_COOKIE_SECURE = "max-age=300", True


class Production(Staging):
    HSTS, PROXIES = "max-age=31536000", 1


SETTINGS = {"development": Development, "staging": Staging, "production": Production}


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

    app.config.from_object(SETTINGS[environment])
    if app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=app.config["PROXIES"])

    @app.before_request
    def to_https():
        if app.config["HSTS"] and not request.is_secure:
            return redirect(request.url.replace("http:", "https:", 1))

    @app.after_request
    def strict(response):
        if app.config["HSTS"] and request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", app.config["HSTS"])
        return response

    return app
