# not met: No answer of the API opens as a page | Every answer of the API is JSON, errors too
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
    kind = request.args.get("type", "application/json")
    return {"name": name, "letters": len(name)}, {"Content-Type": kind}


@app.post("/api/people")
def add():
    return {"added": [request.form["name"]]}, 201


@app.get("/api/report")
def report():
    raise RuntimeError("no database")


@app.errorhandler(404)
def missing(error):
    return f"<h1>No page</h1><p>{escape(request.path)} does not exist</p>", 404


@app.errorhandler(404)
@app.errorhandler(HTTPException)
def failed(error):
    if request.path.startswith("/api/"):
        return {"error": error.name}, error.code
    return missing(error) if error.code == 404 else error


@app.after_request
def nosniff(response):
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
