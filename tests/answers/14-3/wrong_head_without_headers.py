# not met: Every other rule stays: https, nosniff, Referrer-Policy, no plugins
from flask import Flask, redirect, request

app = Flask("shop")
SCRIPT = '<script src="/static/shop.js"></script>'

POLICY = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}

EXTRA = {
    "/map": {"frame-src": "https://maps.test"},
    "/widget": {"frame-ancestors": "https://partner.test"},
}


@app.after_request
def one_route(response):
    if request.method == "HEAD":
        return response
    policy = {**POLICY, **EXTRA.get(request.path, {})}
    text = "; ".join(f"{name} {value}" for name, value in policy.items())
    response.headers["Content-Security-Policy"] = text
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Strict-Transport-Security"] = "max-age=63072000"
    return response


@app.before_request
def to_https():
    if not request.is_secure:
        return redirect(request.url.replace("http:", "https:", 1))


@app.get("/")
def home():
    return f"<h1>Shop</h1>{SCRIPT}"


@app.get("/account")
def account():
    return f"<h1>Your account</h1>{SCRIPT}"


@app.get("/map")
def show_map():
    return f'<h1>Where we are</h1><iframe src="https://maps.test/berlin"></iframe>{SCRIPT}'


@app.get("/widget")
def widget():
    return f"<p>Coffee, 4 EUR</p>{SCRIPT}"
