# all met
import json

from flask import Flask, jsonify, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

app = Flask("people")


@app.get("/")
def home():
    return "<h1>People</h1>"


@app.get("/api/hello")
def hello():
    name = request.args["name"]
    return json.dumps({"name": name, "letters": len(name)})


@app.post("/api/people")
def add():
    return json.dumps({"added": [request.form["name"]]}), 201


@app.get("/api/report")
def report():
    raise RuntimeError("no database")


@app.errorhandler(404)
def missing(error):
    return f"<h1>No page</h1><p>{escape(request.path)} does not exist</p>", 404


class OnlyJson:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        if not environ["PATH_INFO"].startswith("/api/"):
            return self.inner(environ, start_response)
        started = []
        body = b"".join(self.inner(environ, lambda *given: started.append(given)))
        status = started[-1][0]
        if int(status[:3]) >= 400:
            body = json.dumps({"error": status}).encode()
        headers = [("Content-Type", "application/json"), ("X-Content-Type-Options", "nosniff")]
        start_response(status, headers)
        return [body]


app.wsgi_app = OnlyJson(app.wsgi_app)
