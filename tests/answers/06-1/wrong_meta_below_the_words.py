# not met: No code in the words runs | A nonce that somebody has seen opens nothing | A nonce cannot be guessed | eval stays off | A <base> in the words still moves no script
import secrets

from flask import Flask, g, render_template_string

app = Flask("menu")
MENU = """<title>Menu</title><h1>Menu</h1>
<p>No coffee is called {{ request.args.q | safe }}</p>
<meta http-equiv="content-security-policy" content="script-src 'nonce-{{ nonce }}'; base-uri 'none'"><p id="basket">Your basket: empty</p>
<button>Mocha</button>
<script nonce="{{ nonce }}" src="/basket.js"></script>
<script nonce="{{ nonce }}">
document.querySelector("h1").textContent = "Today's menu"
document.querySelector("button").addEventListener("click", () => putInBasket("mocha"))
</script>"""


def csp_nonce():
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


@app.get("/")
def menu():
    return render_template_string(MENU, nonce=csp_nonce())


@app.get("/basket.js")
def basket():
    code = """function putInBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}"""
    return code, {"Content-Type": "text/javascript"}


@app.after_request
def headers(response):
    response.headers["Cache-Control"] = "no-store"
    return response
