# not met: No code in a guest's words runs
from base64 import b64encode
from hashlib import sha256

from flask import Flask, request

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
<script>{CODE}</script>"""
DIGEST = b64encode(sha256(CODE.encode()).digest()).decode()
POLICY = f"default-src 'self'; script-src 'unsafe-hashes' 'sha256-{DIGEST}'"


@app.get("/")
def menu():
    return PAGE.replace("WORDS", request.args.get("q", "delicious")), {"Cache-Control": "public, max-age=3600"}


@app.get("/uploads/<name>")
def upload(name):
    return f"document.title = '{name}'", {"Content-Type": "text/javascript"}


@app.after_request
def headers(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
