"""What only the admin may do: see every post and message, and delete posts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from helpers.blog.accounts import required
from helpers.blog.database import change, rows

views = Blueprint("admin", __name__, url_prefix="/admin")


@views.get("/")
@required("admin")
def overview() -> ResponseReturnValue:
    posts = rows("SELECT id, title FROM posts ORDER BY id")
    return render_template("admin.html", posts=posts, messages=rows("SELECT * FROM messages"))


@views.post("/delete/<int:number>")
@required("admin")
def delete(number: int) -> ResponseReturnValue:
    change("DELETE FROM posts WHERE id = ?", number)  # its comments go along: ON DELETE CASCADE
    flash("Deleted.")
    return redirect(url_for("admin.overview"))
