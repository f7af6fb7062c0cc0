"""Who is who on the blog: registration, login, logout, and the page with one's own data."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.security import check_password_hash, generate_password_hash

from helpers.blog.database import change, row, rows

views = Blueprint("accounts", __name__)

View = Callable[..., ResponseReturnValue]


@views.before_app_request
def load_user() -> None:
    """Put who is logged in into ``g.user``, or None."""
    g.user = row("SELECT id, name, email, role FROM users WHERE id = ?", session.get("user"))


def required(*roles: str) -> Callable[[View], View]:
    """Let only users with one of these roles, or any user, see the view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: object) -> ResponseReturnValue:
            if g.user is None:
                return redirect(url_for("accounts.login"))
            if roles and g.user["role"] not in roles:
                abort(403)
            return view(**values)

        return guarded

    return decorate


@views.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("register.html")
    name, email, password = (request.form[each] for each in ("name", "email", "password"))
    if not name or len(password) < 12:
        flash("A name, please, and a password of twelve characters or more.")
        return render_template("register.html"), 400
    try:
        user = change(
            "INSERT INTO users (name, email, password) VALUES (?, ?, ?)",
            *(name, email, generate_password_hash(password, current_app.config["PASSWORD_HASH"])),
        )
    except sqlite3.IntegrityError:
        flash("Somebody has that name.")
        return render_template("register.html"), 409
    return _welcome(user)


@views.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("login.html")
    user = row("SELECT id, password FROM users WHERE name = ?", request.form["name"])
    if not user or not check_password_hash(user["password"], request.form["password"]):
        flash("No such name and password.")
        return render_template("login.html"), 401
    return _welcome(user["id"])


def _welcome(user: int) -> ResponseReturnValue:
    session.clear()  # what an attacker may have put there before the login must not stay
    session["user"] = user
    return redirect(url_for("accounts.profile"))


@views.post("/logout")
def logout() -> ResponseReturnValue:
    session.clear()
    return redirect(url_for("posts.home"))


@views.get("/profile")
@required()
def profile() -> ResponseReturnValue:
    drafts = rows("SELECT title, key FROM posts WHERE author = ? AND key NOT NULL", g.user["id"])
    return render_template("profile.html", drafts=drafts)
