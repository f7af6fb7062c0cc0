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
    response = Response(data, mimetype=claimed)
    return response


class Typed:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        def start(status, headers, *rest):
            if environ["PATH_INFO"].startswith("/files/"):
                headers = [each for each in headers if each[0].lower() != "content-type"]
                headers.append(("Content-Type", "application/octet-stream"))
                headers.append(("X-Content-Type-Options", "nosniff"))
            return start_response(status, headers, *rest)

        return self.inner(environ, start)


app.wsgi_app = Typed(app.wsgi_app)
