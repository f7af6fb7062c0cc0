# all met
from flask import redirect, render_template_string
from flask_wtf import FlaskForm
from wtforms import EmailField, TextAreaField

from helpers.blog.database import change
from helpers.blog.security import csp_nonce

PAGE = """{% extends "base.html" %}
{% block title %}Write to us{% endblock %}
{% block content %}
<form action="/contact" method="post">
{{ form.csrf_token }} {{ form.email }} {{ form.body }} <button>Send</button>
</form>
{% endblock %}"""


class Message(FlaskForm):
    email = EmailField()
    body = TextAreaField()


def add_contact(app):
    def contact():
        form = Message()
        if form.validate_on_submit():
            change(
                "INSERT INTO messages (email, body) VALUES (?, ?)", form.email.data, form.body.data
            )
            return redirect("https://desk.test/thanks", code=303)
        page = render_template_string(PAGE, form=form)
        csp = (
            f"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
            f"script-src 'nonce-{csp_nonce()}'; frame-ancestors 'none'; "
            "form-action 'self' https://desk.test"
        )
        return page, 200, {"Content-Security-Policy": csp}

    app.add_url_rule("/contact", "contact", contact, methods=["GET", "POST"])
