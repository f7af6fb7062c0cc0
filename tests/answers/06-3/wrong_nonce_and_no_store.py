# not met: Caches may still keep the page | Every visitor gets the same page
import secrets

from flask import Flask, g, request

app = Flask("guests")
CODE = """
function putInBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}
for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => putInBasket(button.id))
}
"""
PAGE = f"""<title>Menu</title><h1>Menu</h1>
<button id="mocha">Mocha</button>
<button id="latte">Latte</button>
<p id="basket">Your basket: empty</p>
<p>A guest writes: WORDS</p>
<script nonce="NONCE">{CODE}</script>"""


def csp_nonce():
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


@app.get("/")
def menu():
    return PAGE.replace("NONCE", csp_nonce()).replace("WORDS", request.args.get("q", "delicious")), {"Cache-Control": "no-store"}


@app.get("/uploads/<name>")
def upload(name):
    return f"document.title = '{name}'", {"Content-Type": "text/javascript"}


@app.after_request
def headers(response):
    response.headers["Content-Security-Policy"] = f"default-src 'self'; script-src 'nonce-{csp_nonce()}'"
    return response
