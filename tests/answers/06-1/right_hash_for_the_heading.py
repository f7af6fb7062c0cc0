# all met
from base64 import b64encode
from hashlib import sha256

from flask import Flask, g, render_template_string

app = Flask("menu")
MENU = """<title>Menu</title><h1>Menu</h1>
<p>No coffee is called {{ request.args.q | safe }}</p>
<p id="basket">Your basket: empty</p>
<button>Mocha</button>
<script src="/basket.js"></script>
<script>document.querySelector("h1").textContent = "Today's menu"; document.querySelector("button").addEventListener("click", () => putInBasket("mocha"))</script>"""


CODE = MENU.rpartition("<script>")[2].removesuffix("</script>")
HASH = "sha256-" + b64encode(sha256(CODE.encode()).digest()).decode()


@app.get("/")
def menu():
    return render_template_string(MENU)


@app.get("/basket.js")
def basket():
    code = """function putInBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}"""
    return code, {"Content-Type": "text/javascript"}


@app.after_request
def headers(response):
    sources = f"script-src 'self' '{HASH}'"
    response.headers["Content-Security-Policy"] = f"{sources}; base-uri 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
