"""What one reads and writes on the blog: posts, drafts, comments and images."""

from __future__ import annotations

import secrets
import sqlite3

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from helpers.blog.accounts import required
from helpers.blog.database import change, row, rows

views = Blueprint("posts", __name__)

ENDINGS = (".png", ".jpg", ".gif")
RUNNING = ("html", "xml", "svg", "script")
"""What a type has in its name that a browser would run."""

POSTS = "SELECT posts.*, users.name FROM posts JOIN users ON users.id = posts.author"
COMMENTS = "SELECT comments.*, users.name FROM comments JOIN users ON users.id = comments.author"


@views.get("/")
def home() -> ResponseReturnValue:
    return render_template("home.html", posts=rows(f"{POSTS} WHERE key IS NULL ORDER BY id DESC"))


@views.get("/search")
def search() -> ResponseReturnValue:
    words = request.args.get("q", "")
    found = rows(f"{POSTS} WHERE key IS NULL AND instr(lower(title || body), lower(?))", words)
    return render_template("search.html", words=words, posts=found)


@views.get("/posts/<int:number>")
def post(number: int) -> ResponseReturnValue:
    return _page(row(f"{POSTS} WHERE posts.id = ? AND key IS NULL", number))


@views.get("/drafts/<key>")
def draft(key: str) -> ResponseReturnValue:
    """A post that only those see who know its address."""
    return _page(row(f"{POSTS} WHERE key = ?", key))


def _page(found: sqlite3.Row | None) -> ResponseReturnValue:
    if found is None:
        abort(404)
    comments = rows(f"{COMMENTS} WHERE post = ? ORDER BY id", found["id"])
    return render_template("post.html", post=found, comments=comments)


@views.post("/posts/<int:number>/comments")
@required()
def comment(number: int) -> ResponseReturnValue:
    if row("SELECT id FROM posts WHERE id = ?", number) is None:
        abort(404)
    change(
        "INSERT INTO comments (post, author, body) VALUES (?, ?, ?)",
        *(number, g.user["id"], request.form["body"]),
    )
    return redirect(url_for("posts.post", number=number))


@views.route("/write", methods=["GET", "POST"])
@required()
def write() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("write.html")
    title, body, upload = request.form["title"], request.form["body"], request.files.get("image")
    image = _keep(upload) if upload and upload.filename else None
    key = secrets.token_urlsafe() if "draft" in request.form else None
    number = change(
        "INSERT INTO posts (author, title, body, image, key) VALUES (?, ?, ?, ?, ?)",
        *(g.user["id"], title, body, image, key),
    )
    if key:
        return redirect(url_for("posts.draft", key=key))
    return redirect(url_for("posts.post", number=number))


def _keep(upload: FileStorage) -> int:
    kind = upload.mimetype
    if not str(upload.filename).lower().endswith(ENDINGS) or any(each in kind for each in RUNNING):
        abort(415, "A picture, please: png, jpg or gif.")
    return change("INSERT INTO images (type, bytes) VALUES (?, ?)", kind, upload.read())


@views.get("/images/<int:number>")
def image(number: int) -> ResponseReturnValue:
    found = row("SELECT type, bytes FROM images WHERE id = ?", number)
    if found is None:
        abort(404)
    return Response(found["bytes"], mimetype=found["type"])  # as whoever uploaded it called it
