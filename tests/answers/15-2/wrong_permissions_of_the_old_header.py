# not met: Every page keeps out what it kept out
from flask import redirect, render_template_string, request

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
    @app.route("/contact", methods=["GET", "POST"])
    def contact():
        if request.method == "POST":
            change(
                "INSERT INTO messages (email, body) VALUES (?, ?)",
                *(request.form["email"], request.form["body"]),
            )
            return redirect("https://desk.test/thanks", 303)
        return render_template_string(PAGE)

    @app.after_request
    def lead_to_the_desk(response):
        if request.endpoint == "contact" and request.method == "GET":
            response.headers["Content-Security-Policy"] = policy("'self' https://desk.test")
        if request.endpoint == "contact":
            response.headers["Permissions-Policy"] = "camera 'none'; microphone 'none'"
        return response
