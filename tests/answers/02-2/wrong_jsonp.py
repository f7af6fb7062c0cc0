# not met: Every answer of the API is JSON, errors too | The API gives the same data
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
    found = {"name": name, "letters": len(name)}
    if callback := request.args.get("callback"):
        return f"{callback}({json.dumps(found)})", {"Content-Type": "text/javascript"}
    return found


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
