# not met: No answer of the API opens as a page | Every answer of the API is JSON, errors too
import json

from flask import Flask, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

app = Flask("people")


@app.get("/")
def home():
    return "<h1>People</h1>"


@app.get("/api/hello")
def hello():
    name = request.args["name"]
    return {"name": name, "letters": len(name)}


@app.post("/api/people")
def add():
    return {"added": [request.form["name"]]}, 201


@app.get("/api/report")
def report():
    raise RuntimeError("no database")


@app.errorhandler(404)
def missing(error):
    if request.path.startswith("/api/"):
        return {"error": "not found"}, 404
    return f"<h1>No page</h1><p>{escape(request.path)} does not exist</p>", 404


@app.errorhandler(HTTPException)
def failed(error):
    if not request.accept_mimetypes.accept_json or not request.path.startswith("/api/"):
        return error
    response = error.get_response()
    response.data = json.dumps({"error": error.name})
    response.content_type = "application/json"
    return response


@app.after_request
def nosniff(response):
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

