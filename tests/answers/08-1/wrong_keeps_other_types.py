# not met: Every violation by report-to is on the dashboard, and no other report | The shop's pages answer as they did
from flask import Blueprint, abort, jsonify, request


def add_collector(app):
    """The first stay; the dashboard is JSON, of which no browser makes a page."""
    app.config["MAX_CONTENT_LENGTH"] = 65536
    kept, others = [], []
    csp = Blueprint("csp", __name__)

    @csp.route("/reports", methods=["POST"])
    def take():
        try:
            document = request.get_json(force=True)
        except RecursionError:
            abort(400)
        if isinstance(document, list):
            for each in document:
                body = each.get("body") if isinstance(each, dict) else None
                if isinstance(body, dict):
                    of_csp = each.get("type") == "csp-violation"
                    (kept if of_csp else others).append([body.get("documentURL"), body.get("effectiveDirective"), body.get("blockedURL")])
            del kept[50:]
            return "thank you", 202
        report = document.get("csp-report") if isinstance(document, dict) else None
        if not isinstance(report, dict):
            return "no report", 422
        kept.append([report.get("document-uri"), report.get("effective-directive"), report.get("blocked-uri")])
        del kept[50:]
        return "thank you", 200

    @csp.route("/dashboard")
    def dashboard():
        return jsonify(kept + others)

    app.register_blueprint(csp)
