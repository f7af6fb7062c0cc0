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


class Policy:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        def start(status, headers, *rest):
            headers = [*headers, ("Content-Security-Policy", "default-src 'self'")]
            return start_response(status, headers, *rest)

        return self.inner(environ, start)


app.wsgi_app = Policy(app.wsgi_app)
