# all met
from base64 import b64encode
from os import urandom

from flask import Flask, render_template_string, request

app = Flask("search")
SEARCH = """<title>Coffee shop</title><link rel="stylesheet" href="/style.css">
<p>No coffee is called {{ words | safe }}</p>
<p id="basket"></p>
<script nonce="{{ csp_nonce() }}" src="/app.js"></script>
<script nonce="{{ csp_nonce() }}">showBasket({{ basket | tojson }})</script>"""


@app.get("/")
def search():
    words, basket = request.args.get("q", ""), request.args.get("basket", "nothing")
    return render_template_string(SEARCH, words=words, basket=basket)


@app.errorhandler(404)
def not_found(error):
    return render_template_string(SEARCH, words=request.path, basket="nothing"), 404


@app.get("/app.js")
def script():
    code = """function showBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}"""
    return code, {"Content-Type": "text/javascript"}


@app.get("/style.css")
def style():
    return "p { color: green }", {"Content-Type": "text/css"}


@app.template_global()
def csp_nonce():
    return request.environ["csp.nonce"]


class Nonces:
    def __init__(self, wrapped):
        self.wrapped = wrapped

    def __call__(self, environ, start_response):
        nonce = environ["csp.nonce"] = b64encode(urandom(16)).decode()
        policy = f"default-src 'self'; script-src 'nonce-{nonce}'; base-uri 'self'"

        def start(status, fields, *rest):
            more = [("Content-Security-Policy", policy), ("Cache-Control", "no-store")]
            return start_response(status, [*fields, *more], *rest)

        return self.wrapped(environ, start)


app.wsgi_app = Nonces(app.wsgi_app)
