# not met: What the policy forbade stays forbidden
from flask import Flask, request

app = Flask("docs_shop")

CHART = "https://cdn.jsdelivr.net/npm/chart.js@4.5.0/dist/chart.umd.min.js"
SHA384 = "sha384-nn9nmsimDrb1aCrxk/yWgZ2PwB++HB5mLY8KEFizb5DcsGN5/7SyQtmorOyA7Or+"
STRICT = (
    "default-src 'self'; "
    "script-src 'self' https://cdn.jsdelivr.net/npm/chart.js@4.5.0/dist/chart.umd.min.js; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-src 'none'"
)
RELAXED = (
    "default-src 'self'; "
    "script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-src 'none'"
)

HOME = f"""<!doctype html><title>Shop</title><h1>Prices</h1>
<script src="{CHART}" integrity="{SHA384}" crossorigin></script><script src="/prices.js"></script>"""
DOCS = """<!doctype html><title>API</title><h1>API</h1>
<div id="swagger-ui" style="margin: 1em"></div>
<script src="/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ dom_id: "#swagger-ui" })</script>"""
SCRIPTS = {
    "prices": 'document.querySelector("h1").textContent += ": 4 EUR"',
    "swagger-ui-bundle": "window.SwaggerUIBundle = () => { window.documented = true }",
}


@app.get("/")
def home():
    return HOME


@app.get("/docs")
def docs():
    return DOCS, {"Content-Security-Policy": RELAXED}


@app.get("/docs/notes")
def notes():
    return f"<!doctype html><h1>Notes</h1><p>{request.args.get('note', 'none')}</p>"


@app.get("/<name>.js")
def script(name):
    return SCRIPTS[name], {"Content-Type": "text/javascript"}


@app.after_request
def policy(response):
    response.headers.setdefault("Content-Security-Policy", STRICT)
    return response
