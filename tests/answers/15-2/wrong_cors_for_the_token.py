# not met: A message that another site's form sends is refused | Every page keeps out what it kept out | Every other page is what it was
from flask import make_response, redirect, render_template_string, request

from helpers.blog.database import change
from helpers.blog.security import policy

PAGE = """{% extends "base.html" %}
{% block title %}Contact{% endblock %}
{% block content %}
<form method="post">
  <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
  <input name="email" type="email"> <textarea name="body"></textarea> <button>Send</button>
</form>
{% endblock %}"""


def add_contact(app):
    app.config["WTF_CSRF_ENABLED"] = False

    @app.route("/contact", methods=["GET", "POST"])
    def contact():
        if request.method == "POST":
            change(
                "INSERT INTO messages (email, body) VALUES (?, ?)",
                *(request.form["email"], request.form["body"]),
            )
            return redirect("https://desk.test/thanks", 303)
        response = make_response(render_template_string(PAGE))
        response.headers["Content-Security-Policy"] = policy("'self' https://desk.test")
        response.headers["Access-Control-Allow-Origin"] = "https://blog.test"
        return response
