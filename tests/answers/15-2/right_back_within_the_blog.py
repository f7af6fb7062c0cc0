# all met
from flask import make_response, redirect, render_template_string, request

from helpers.blog.database import change
from helpers.blog.security import policy

PAGE = """{% extends "base.html" %}
{% block title %}Contact{% endblock %}
{% block content %}
{% if (request.referrer or "").startswith(request.host_url) %}
<a href="{{ request.referrer }}">Back</a>
{% endif %}
<form method="post">
  <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
  <input name="email" type="email"> <textarea name="body"></textarea> <button>Send</button>
</form>
{% endblock %}"""


def add_contact(app):
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
        return response
