# not met: Every page still shows what it showed
from flask import Flask, abort, request

app = Flask("shop")
FILES = "<link rel=stylesheet href=/style.css><script src=/app.js></script>"


@app.before_request
def of_this_site():
    if request.method == "GET" and request.is_secure and "Sec-Fetch-Site" not in request.headers:
        abort(403)



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
    return response
