# not met: No code in the words runs
import secrets

from flask import Flask, g, render_template_string

app = Flask("menu")
MENU = """<title>Menu</title><h1>Menu</h1>
<p>No coffee is called {{ request.args.q | safe }}</p>
<p id="basket">Your basket: empty</p>
<button>Mocha</button>
<script nonce="PLACEHOLDER_NONCE" src="/basket.js"></script>
<script nonce="PLACEHOLDER_NONCE">
document.querySelector("h1").textContent = "Today's menu"
document.querySelector("button").addEventListener("click", () => putInBasket("mocha"))
</script>"""


def csp_nonce():
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


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
    sources = f"script-src 'self' 'strict-dynamic' 'nonce-{csp_nonce()}'"
    response.headers["Content-Security-Policy"] = f"{sources}; base-uri 'none'"
    response.headers["Cache-Control"] = "no-store"
    response.set_data(response.get_data(as_text=True).replace("PLACEHOLDER_NONCE", csp_nonce()))
    return response
