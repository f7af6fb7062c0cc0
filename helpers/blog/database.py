"""The blog's SQLite database: a connection for each request, closed at its end."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask, current_app, g


def init_app(app: Flask) -> None:
    """Give the app a fresh database; it goes when the app goes."""
    folder = TemporaryDirectory(prefix="blog-", ignore_cleanup_errors=True)
    app.extensions["blog database"] = folder
    app.config["DATABASE"] = str(Path(folder.name) / "blog.sqlite")
    with app.open_resource("schema.sql", "r") as schema:
        database = sqlite3.connect(app.config["DATABASE"])
        database.executescript(f"BEGIN; {schema.read()} COMMIT;")
        database.close()
    app.teardown_appcontext(_close)


def rows(query: str, *values: object) -> Sequence[sqlite3.Row]:
    """What the query selects; ``values`` take the place of its question marks."""
    return _connection().execute(query, values).fetchall()


def row(query: str, *values: object) -> sqlite3.Row | None:
    """The first row that the query selects, or None."""
    found = rows(query, *values)
    return found[0] if found else None


def change(statement: str, *values: object) -> int:
    """Insert, update or delete, and commit; the id of a row inserted.

    Raises ``sqlite3.IntegrityError`` for what the schema forbids.
    """
    with _connection() as connection:
        return connection.execute(statement, values).lastrowid or 0


def _connection() -> sqlite3.Connection:
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["DATABASE"])
        g.connection.row_factory = sqlite3.Row
        g.connection.execute("PRAGMA foreign_keys = ON")
        g.connection.execute("PRAGMA synchronous = OFF")  # there is nothing to lose
    connection: sqlite3.Connection = g.connection
    return connection


def _close(_error: BaseException | None) -> None:
    if connection := g.pop("connection", None):
        connection.close()
