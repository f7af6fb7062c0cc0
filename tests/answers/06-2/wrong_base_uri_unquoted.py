# not met: A <base> in the words moves no script
import secrets

from flask import Flask, g, render_template_string, request

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
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


@app.after_request
def headers(response):
    sources = f"default-src 'self'; script-src 'nonce-{csp_nonce()}'; base-uri none"
    response.headers["Content-Security-Policy"] = sources
    response.headers["Cache-Control"] = "no-store"
    return response
