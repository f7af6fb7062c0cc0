# not met: A message reaches the admin
from flask import Blueprint, redirect, render_template, request, url_for

from helpers.blog.database import change
from helpers.blog.security import policy

views = Blueprint("contact", __name__)


@views.get("/contact")
def form():
    wanted = policy(form_action="'self' https://desk.test/thanks")
    return render_template("contact.html"), {"Content-Security-Policy": wanted}


@views.post("/contact")
def send():
    fields = request.form["email"], request.form["body"]
    change("INSERT INTO messages (email, body) VALUES (?, ?)", *fields)
    return redirect(request.args.get("next") or "https://desk.test/thanks")


def add_contact(app):
    app.register_blueprint(views)
    return app
