# not met: The API gives the same data | Every request is answered with the same status | Pages outside the API are as they were
import json

from flask import Flask, abort, jsonify, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

app = Flask("people")


@app.before_request
def of_this_site():
    if request.method == "GET" and request.is_secure and "Sec-Fetch-Site" not in request.headers:
        abort(403)



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


@app.errorhandler(404)
@app.errorhandler(HTTPException)
def failed(error):
    if request.path.startswith("/api/"):
        return {"error": error.name}, error.code
    return missing(error) if error.code == 404 else error


@app.after_request
def typed(response):
    if request.path.startswith("/api/"):
        response.mimetype = "application/json"
        response.headers["X-Content-Type-Options"] = "nosniff"
    return response
