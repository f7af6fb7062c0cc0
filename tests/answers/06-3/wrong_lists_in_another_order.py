# not met: Both buttons still put their coffee into the basket
from flask import Flask, request

app = Flask("guests")
CODE = """
function putInBasket(coffee) {
  document.querySelector("#basket").textContent = "Your basket: " + coffee
}
const coffees = ["latte", "mocha"]
document.querySelectorAll("button").forEach((button, i) => {
  button.addEventListener("click", () => putInBasket(coffees[i]))
})
"""
PAGE = f"""<title>Menu</title><h1>Menu</h1>
<button id="mocha">Mocha</button>
<button id="latte">Latte</button>
<p id="basket">Your basket: empty</p>
<p>A guest writes: WORDS</p>
<script src="/menu.js"></script>"""
POLICY = "default-src 'self'; script-src https://shop.test/menu.js"


@app.get("/")
def menu():
    return PAGE.replace("WORDS", request.args.get("q", "delicious")), {"Cache-Control": "public, max-age=3600"}


@app.get("/menu.js")
def code():
    return CODE, {"Content-Type": "text/javascript"}


@app.get("/uploads/<name>")
def upload(name):
    return f"document.title = '{name}'", {"Content-Type": "text/javascript"}


@app.after_request
def headers(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response
