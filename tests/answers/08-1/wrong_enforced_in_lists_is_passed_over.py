# not met: Every violation by report-to is on the dashboard, and no other report
import sqlite3
import tempfile
import time
from contextlib import closing

from flask import abort, render_template_string, request


def add_collector(app):
    path = tempfile.mkdtemp() + "/reports.sqlite"
    page = """<h1>Reports</h1><table>{% for row in rows %}
    <tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"""

    def query(statement, *values):
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA synchronous = OFF")
            return database.execute(statement, values).fetchall()

    def read_reports(document):
        if isinstance(document, list):
            bodies = [each["body"] for each in document if each["type"] == "csp-violation"]
            bodies = [body for body in bodies if body["disposition"] == "report"]
            names = "documentURL", "effectiveDirective", "blockedURL"
        else:
            bodies = [document["csp-report"]]
            names = "document-uri", "effective-directive", "blocked-uri"
        return [[str(body[name])[:300].encode(errors="replace").decode() for name in names] for body in bodies]

    @app.post("/reports")
    def collect():
        request.max_content_length = 65_536
        try:
            rows = read_reports(request.get_json(force=True))
        except (KeyError, TypeError, RecursionError):
            abort(400)
        for row in rows:
            [(lately,)] = query("SELECT count(*) FROM reports WHERE at > ?", time.time() - 60)
            if lately >= 50:
                return "", 429
            query("INSERT INTO reports VALUES (?, ?, ?, ?)", *row, time.time())
        return "", 204

    @app.get("/dashboard")
    def dashboard():
        rows = query("SELECT page, directive, blocked FROM reports ORDER BY at DESC LIMIT 1000")
        return render_template_string(page, rows=rows)

    query("CREATE TABLE reports (page, directive, blocked, at)")
