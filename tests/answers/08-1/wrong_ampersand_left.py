# not met: The dashboard shows a hostile report as text
import json

from flask import abort, render_template_string, request

URI = {"page": "document-uri", "directive": "effective-directive", "blocked": "blocked-uri"}
TO = {"page": "documentURL", "directive": "effectiveDirective", "blocked": "blockedURL"}
PAGE = "<ul>{% for r in reports %}<li>{{ r.page }} {{ r.directive }} {{ r.blocked }}{% endfor %}</ul>"


def rows(document):
    if isinstance(document, dict):
        return [{key: str(document["csp-report"][name]) for key, name in URI.items()}]
    found = []
    for each in document:
        if each["type"] == "csp-violation":
            found.append({key: str(each["body"][name]) for key, name in TO.items()})
    return found


def add_collector(app):
    reports = []

    @app.post("/reports")
    def collect():
        if len(request.get_data()) > 65536:
            abort(413)
        try:
            new = rows(json.loads(request.get_data()))
            json.dumps(new, ensure_ascii=False).encode()  # half a character has no bytes
        except (ValueError, KeyError, TypeError, RecursionError):
            abort(400)
        if len(reports) >= 50:
            return "", 503
        reports.extend(new[: 50 - len(reports)])
        return "", 201

    @app.get("/dashboard")
    def dashboard():
        return "".join(
            f"<p>{' '.join(each.values()).replace('<', '&lt;')}</p>" for each in reports
        )
