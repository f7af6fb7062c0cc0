# all met
from io import BytesIO
from pathlib import PurePath

from flask import Flask, Response, abort, request, send_file
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
    kinds = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
    kind = kinds.get(PurePath(name).suffix.lower())
    response = send_file(
        BytesIO(data), kind or "application/octet-stream", as_attachment=not kind, download_name=name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
