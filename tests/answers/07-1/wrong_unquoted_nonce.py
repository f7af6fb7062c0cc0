# not met: The club's own script runs on every page
import secrets

from flask import Flask, g, request

club = Flask("club")
LOGIN = """<p>{words}</p><form action="/login" method="post">
<input name="password"> <button>Log in</button></form>
<script nonce="{nonce}" src="/js/club.js"></script>"""


@club.before_request
def new_nonce():
    g.nonce = secrets.token_urlsafe(16)


@club.route("/login", methods=["GET", "POST"])
def login():
    return LOGIN.format(words=request.args.get("note", "Welcome"), nonce=g.nonce)


@club.errorhandler(404)
def not_found(error):
    return LOGIN.format(words=f"No page is called {request.path}", nonce=g.nonce), 404


@club.get("/js/club.js")
def script():
    return "document.title = 'Club'", {"Content-Type": "text/javascript"}


@club.after_request
def policy(response):
    scripts = f"default-src 'none'; script-src nonce-{g.nonce}; base-uri 'none'; form-action 'self'"
    response.headers["Content-Security-Policy"] = scripts
    return response
