# not met: No code in a guest's words runs
from base64 import b64encode
from hashlib import sha256

from flask import Flask, request

app = Flask("guests")
CODE = """
function putInBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}
"""
PAGE = f"""<title>Menu</title><h1>Menu</h1>
<button onclick="putInBasket('mocha')">Mocha</button>
<button onclick="putInBasket('latte')">Latte</button>
<p id="basket">Your basket: empty</p>
<p>A guest writes: WORDS</p>
<script>{CODE}</script>"""
TEXTS = (CODE, "putInBasket('mocha')", "putInBasket('latte')")
DIGESTS = [b64encode(sha256(each.encode()).digest()).decode() for each in TEXTS]
HASHES = " ".join(f"'sha256-{each}'" for each in DIGESTS)
POLICY = f"default-src 'self'; script-src 'unsafe-hashes' {HASHES}"


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
