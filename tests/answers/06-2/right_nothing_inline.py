# all met
from flask import Flask, render_template_string, request

app = Flask("search")
SEARCH = """<title>Coffee shop</title><link rel="stylesheet" href="/style.css">
<p>No coffee is called {{ words | safe }}</p>
<p id="basket" data-coffee="{{ basket }}"></p>
<script src="/app.js"></script>"""


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
}
showBasket(document.querySelector("#basket").dataset.coffee)"""
    return code, {"Content-Type": "text/javascript"}


@app.get("/style.css")
def style():
    return "p { color: green }", {"Content-Type": "text/css"}




@app.after_request
def headers(response):
    sources = "default-src 'self'"
    response.headers["Content-Security-Policy"] = sources
    return response
