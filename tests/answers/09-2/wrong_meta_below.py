# not met: No injected script runs | Nothing is let in that nothing here needs
import secrets

from flask import Flask, g, render_template_string, request

app = Flask("checkout")

PAGE = """<!doctype html><title>Checkout</title>
<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Lab">
<link rel="stylesheet" href="/shop.css">
<h1>Checkout</h1><p>Coupon: {{ coupon|safe }}</p>
<div id="card"></div><div class="g-recaptcha"></div>
<form action="/pay" method="post"><button>Pay</button></form>
<script async nonce="{{ g.nonce }}" src="https://www.googletagmanager.com/gtag/js?id=G-LAB"></script>
<script nonce="{{ g.nonce }}">window.dataLayer = window.dataLayer || []
function gtag() { dataLayer.push(arguments) }
gtag("js", new Date()); gtag("config", "G-LAB")</script>
<script nonce="{{ g.nonce }}" src="https://js.stripe.com/v3/"></script>
<script nonce="{{ g.nonce }}" src="https://www.google.com/recaptcha/api.js"></script>
<script nonce="{{ g.nonce }}" src="/shop.js"></script>"""
STYLE = """body { font-family: Lab, sans-serif }
button { background: url("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>") }"""


@app.before_request
def make_nonce():
    g.nonce = secrets.token_urlsafe(16)


@app.get("/")
def home():
    return render_template_string(PAGE, coupon=request.args.get("coupon", "none"))


@app.get("/shop.css")
def style():
    return STYLE, {"Content-Type": "text/css"}


@app.get("/shop.js")
def script():
    code = 'document.querySelector("h1").textContent += ": 4 EUR"'
    return code, {"Content-Type": "text/javascript"}


@app.after_request
def policy(response):
    directives = [
        "default-src 'self'",
        f"script-src 'nonce-{g.nonce}'",
        "style-src 'self' https://fonts.googleapis.com",
        "font-src https://fonts.gstatic.com",
        "img-src 'self' data:",
        "connect-src 'self' https://*.google-analytics.com",
        "frame-src https://js.stripe.com https://hooks.stripe.com https://www.google.com/recaptcha/",
        "base-uri 'none'",
        "form-action 'self'",
    ]
    if response.mimetype == "text/html":
        tag = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(directives)}">'
        response.set_data(response.get_data(as_text=True) + tag)
    return response
