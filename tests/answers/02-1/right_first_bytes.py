# all met
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
    kind = "text/plain"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        kind = "image/jpeg"
    return Response(data, content_type=kind, headers=[("x-content-type-options", "NOSNIFF")])
