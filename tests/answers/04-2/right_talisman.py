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
        return f"<h1>Account of {session.get('user', 'nobody')}</h1>"

    guarded = environment != "development"
    if environment == "production":
        app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1)
    Talisman(
        app,
        force_https=False,
        session_cookie_secure=guarded,
        strict_transport_security=guarded,
        strict_transport_security_max_age=300 if environment == "staging" else 31536000,
        strict_transport_security_include_subdomains=environment == "production",
    )

    @app.before_request
    def to_https():
        if guarded and not request.is_secure:
            return redirect(request.url.replace("http://", "https://", 1), 301)

    return app
