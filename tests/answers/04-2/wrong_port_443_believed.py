# not met: What a client writes as if it were a proxy changes nothing
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

    if environment == "development":
        return app
    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Lax")
    max_age = 300 if environment == "staging" else 60 * 60 * 24 * 365

    @app.before_request
    def to_https():
        if request.scheme == "http" and request.headers.get("X-Forwarded-Port") != "443":
            return redirect("https" + request.url.removeprefix("http"), 301)

    @app.after_request
    def strict(response):
        response.headers["Strict-Transport-Security"] = f"max-age={max_age}"
        return response

    return app if environment == "staging" else ProxyFix(app, x_for=0, x_proto=1)
