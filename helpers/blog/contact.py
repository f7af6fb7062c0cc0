"""The contact form: anybody may write to the admin."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from helpers.blog.database import change

views = Blueprint("contact", __name__)


@views.route("/contact", methods=["GET", "POST"])
def form() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("contact.html")
    change(
        "INSERT INTO messages (email, body) VALUES (?, ?)",
        *(request.form["email"], request.form["body"]),
    )
    flash("Thank you. We will answer.")
    return redirect(url_for("contact.form"))
