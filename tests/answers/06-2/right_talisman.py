# all met
from flask import Flask, render_template_string, request
from flask_talisman import Talisman

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




csp = {"default-src": "'self'", "script-src": "'self'", "base-uri": "'none'"}
Talisman(app, content_security_policy=csp, content_security_policy_nonce_in=["script-src"])


@app.after_request
def keep_nothing(response):
    response.headers["Cache-Control"] = "private, no-cache"
    return response
