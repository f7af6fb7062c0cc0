# all met
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


from functools import wraps

from flask import make_response


def protected(view):
    @wraps(view)
    def wrapped(*given, **named):
        response = make_response(view(*given, **named))
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        return response

    return wrapped


app.view_functions = {name: protected(view) for name, view in app.view_functions.items()}
app.register_error_handler(404, protected(not_found))
