# all met
from flask import Flask, request
from flask_talisman import Talisman

club = Flask("club")
LOGIN = """<p>{words}</p><form action="/login" method="post">
<input name="password"> <button>Log in</button></form>
<script nonce="{nonce}" src="/js/club.js"></script>"""


@club.route("/login", methods=["GET", "POST"])
def login():
    return LOGIN.format(words=request.args.get("note", "Welcome"), nonce=request.csp_nonce)


@club.errorhandler(404)
def not_found(error):
    return LOGIN.format(words=f"No page is called {request.path}", nonce=request.csp_nonce), 404


@club.get("/js/club.js")
def script():
    return "document.title = 'Club'", {"Content-Type": "text/javascript"}


Talisman(
    club,
    content_security_policy={
        "default-src": "'none'",
        "script-src": [],
        "base-uri": "'none'",
        "form-action": "'self'",
    },
    content_security_policy_nonce_in=["script-src"],
)
