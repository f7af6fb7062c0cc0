# all met
from base64 import b64encode
from hashlib import sha256

from flask import Flask, render_template_string, request

app = Flask("search")
SEARCH = """<title>Coffee shop</title><link rel="stylesheet" href="/style.css">
<p>No coffee is called {{ words | safe }}</p>
<p id="basket"></p>
<script src="/app.js"></script>
<script>showBasket({{ basket | tojson }})</script>"""


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


def csp_hash(page):
    code = page.rpartition("<script>")[2].removesuffix("</script>")
    return "sha256-" + b64encode(sha256(code.encode()).digest()).decode()


@app.after_request
def headers(response):
    text = response.get_data(as_text=True)
    sources = f"default-src 'self'; script-src 'self' '{csp_hash(text)}'; base-uri 'none'"
    response.headers["Content-Security-Policy"] = sources
    response.headers["Cache-Control"] = "no-store"
    return response
