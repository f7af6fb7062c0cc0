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

    app.config["SESSION_COOKIE_SECURE"] = environment != "development"

    def came_by_https():
        if environment == "production":
            return request.headers.get("X-Forwarded-Proto", "").split(",")[-1].strip() == "https" or "proto=https" in request.headers.get("Forwarded", "")
        return request.is_secure

    @app.before_request
    def to_https():
        if environment != "development" and not came_by_https():
            return redirect(request.url.replace("http://", "https://", 1), 308)

    @app.after_request
    def strict(response):
        if environment != "development" and came_by_https():
            age = {"staging": 300, "production": 31536000}[environment]
            response.headers["Strict-Transport-Security"] = f"max-age={age}"
        return response

    return app
