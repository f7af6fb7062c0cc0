# all met
import re

from flask import Response, abort, request

WORDS = {"inline", "eval", "data", "blob", "about", "chrome-extension", "moz-extension"}


def add_collector(app):
    lines, per_minute = [], 50

    def note(page, directive, blocked):
        if not re.fullmatch(r"https?://[\w./?&-]+", str(page)):
            abort(400)
        if not re.fullmatch(r"[a-z-]+", str(directive)):
            abort(400)
        if blocked not in WORDS and not re.fullmatch(r"https?://[\w./?&-]+", str(blocked)):
            abort(400)
        if len(lines) < per_minute:
            lines.append(f"{page} {directive} {blocked}")

    @app.route("/reports", methods=["POST"])
    def reports():
        if (request.content_length or 0) > 65536:
            abort(413)
        try:
            document = request.get_json(force=True)
            if "csp-report" in document:
                one = document["csp-report"]
                note(one["document-uri"], one["effective-directive"], one["blocked-uri"])
            elif isinstance(document, list):
                for body in (each["body"] for each in document if each["type"] == "csp-violation"):
                    note(body["documentURL"], body["effectiveDirective"], body["blockedURL"])
            else:
                abort(400)
        except (KeyError, TypeError, RecursionError):
            abort(400)
        return Response(status=204)

    @app.route("/dashboard")
    def dashboard():
        return Response("\n".join(lines), mimetype="text/plain")
