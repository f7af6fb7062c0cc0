# not met: Every page still shows what it showed
from flask import Flask, request

app = Flask("shop")
FILES = "<link rel=stylesheet href=/style.css><script src=/app.js></script>"


@app.get("/search")
def search():
    return f"{FILES}<p>No coffee is called {request.args.get('q', '')}</p>"


@app.errorhandler(404)
def not_found(error):
    return f"{FILES}<p>No page is called {request.path}</p>", 404


@app.get("/app.js")
def script():
    return "document.title = 'Coffee shop'", {"Content-Type": "text/javascript"}


@app.get("/style.css")
def style():
    return "p { color: green }", {"Content-Type": "text/css"}


@app.after_request
def headers(response):
    response.headers['Content-Security-Policy'] = "default-src 'self'"
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
