# not met: No answer of the API opens as a page | Every answer of the API is JSON, errors too
from flask import Blueprint, Flask, Response, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

app = Flask("people")
api = Blueprint("api", __name__, url_prefix="/api")


@app.get("/")
def home():
    return "<h1>People</h1>"


@api.get("/hello")
def hello():
    return {"name": request.args["name"], "letters": len(request.args["name"])}


@api.post("/people")
def add():
    return {"added": [request.form["name"]]}, 201


@api.get("/report")
def report():
    raise RuntimeError("no database")


@app.errorhandler(HTTPException)
def failed(error):
    if request.path.startswith("/api/") and (not request.args or "name" in request.args):
        return {"error": error.code}, error.code
    if error.code == 404:
        return f"<h1>No page</h1><p>{escape(request.path)} does not exist</p>", 404
    return error


class Believed(Response):
    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.headers["X-Content-Type-Options"] = "nosniff"


app.response_class = Believed
app.register_blueprint(api)
