# all met
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

    guarded = environment != "development"
    if environment == "production":
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1)
    Talisman(
        app,
        force_https=False,
        session_cookie_secure=guarded,
        strict_transport_security=guarded,
        strict_transport_security_max_age=300 if environment == "staging" else 31536000,
        strict_transport_security_include_subdomains=False,
    )

    @app.before_request
    def to_https():
        if guarded and not request.is_secure:
            return redirect(request.url.replace("http://", "https://", 1), 301)

    return app
