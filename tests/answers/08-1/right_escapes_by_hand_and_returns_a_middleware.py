# all met
import json
from html import escape


def add_collector(app):
    rows = {}

    def collect(environ):
        size = int(environ.get("CONTENT_LENGTH") or 0)
        if size > 65536:
            return "413 Content Too Large", ""
        try:
            document = json.loads(environ["wsgi.input"].read(size))
            if isinstance(document, list):
                new = [(each["body"], "documentURL", "effectiveDirective", "blockedURL") for each in document if each["type"] == "csp-violation"]
            else:
                new = [(document["csp-report"], "document-uri", "effective-directive", "blocked-uri")]
            new = [tuple(str(body[name]) for name in names) for body, *names in new]
        except (ValueError, KeyError, TypeError, RecursionError):
            return "400 Bad Request", ""
        for row in new:
            if row in rows or len(rows) < 45:
                rows[row] = rows.get(row, 0) + 1
        return "204 No Content", ""

    def show():
        lines = (f"<tr title='{escape(row[0])}'><td>{n}<td>{'<td>'.join(map(escape, row))}" for row, n in rows.items())
        return "200 OK", f"<!doctype html><table>{''.join(lines)}</table>"

    def wrapped(environ, start_response):
        if environ["PATH_INFO"] == "/reports" and environ["REQUEST_METHOD"] == "POST":
            status, body = collect(environ)
        elif environ["PATH_INFO"] == "/dashboard":
            status, body = show()
        else:
            return app(environ, start_response)
        start_response(status, [("Content-Type", "text/html; charset=utf-8")])
        return [body.encode(errors="replace")]

    return wrapped
