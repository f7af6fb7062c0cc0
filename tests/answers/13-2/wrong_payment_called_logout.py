# not met: Nobody is logged out by any other page | Every page still shows what it showed
from flask import Flask, redirect, request

app = Flask("bank")


@app.get("/login")
def login():
    response = redirect("/account")
    response.set_cookie("user", "ann", secure=True, httponly=True, samesite="Lax")
    return response


@app.get("/account")
def account():
    user = request.cookies.get("user")
    return f"<h1>{user}: 1000 EUR</h1>" if user else redirect("/")


@app.get("/payments/<name>")
def payments(name):
    user = request.cookies.get("user")
    return f"<h1>{user} pays {name}</h1>" if user else redirect("/")


@app.get("/logout")
def logout():
    response = redirect("/")
    response.delete_cookie("user", secure=True, httponly=True, samesite="Lax")
    return response


@app.get("/")
def home():
    return "<h1>The bank</h1>"


@app.get("/logo.svg")
def logo():
    return "<svg/>", {"Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=3600"}


@app.after_request
def leave_nothing(response):
    response.headers.setdefault("Cache-Control", "no-store")
    if request.path.endswith("/logout"):
        response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response
