# all met
import secrets

from flask import Flask, g, render_template_string

app = Flask("menu")
MENU = """<title>Menu</title><h1>Menu</h1>
<p>No coffee is called {{ request.args.q | safe }}</p>
<p id="basket">Your basket: empty</p>
<button>Mocha</button>
<script nonce="{{ nonce }}" src="/basket.js"></script>
<script nonce="{{ nonce }}">
document.querySelector("h1").textContent = "Today's menu"
const button = document.querySelector("button")
if (!button) throw new Error("no button")
const old = document.querySelector("#old")
if (old) old.remove()
button.addEventListener("click", () => putInBasket("mocha"))
</script>"""


@app.before_request
def make_nonce():
    g.nonce = secrets.token_hex(16)


@app.get("/")
def menu():
    return render_template_string(MENU, nonce=g.nonce)


@app.get("/basket.js")
def basket():
    code = """function putInBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}"""
    return code, {"Content-Type": "text/javascript"}


@app.after_request
def headers(response):
    sources = f"script-src 'self' 'strict-dynamic' 'nonce-{g.nonce}'"
    response.headers["Content-Security-Policy"] = f"{sources}; base-uri 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
