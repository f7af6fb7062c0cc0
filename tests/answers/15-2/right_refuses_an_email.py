# all met
from flask import make_response, redirect, render_template_string, request

from helpers.blog.database import change
from helpers.blog.security import policy

PAGE = """{% extends "base.html" %}
{% block title %}Contact{% endblock %}
{% block content %}
{% if wrong %}<p>{{ wrong }} is no address.</p>{% endif %}
<form method="post">
  <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
  <input name="email" type="email"> <textarea name="body"></textarea> <button>Send</button>
</form>
{% endblock %}"""


def add_contact(app):
    @app.route("/contact", methods=["GET", "POST"])
    def contact():
        if request.method == "POST":
            if "@" not in request.form["email"]:
                page = render_template_string(PAGE, wrong=request.form["email"])
                return page, 400, {"Content-Security-Policy": policy("'self' https://desk.test")}
            change(
                "INSERT INTO messages (email, body) VALUES (?, ?)",
                *(request.form["email"], request.form["body"]),
            )
            return redirect("https://desk.test/thanks", 303)
        response = make_response(render_template_string(PAGE))
        response.headers["Content-Security-Policy"] = policy("'self' https://desk.test")
        return response
