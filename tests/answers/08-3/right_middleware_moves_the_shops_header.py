# all met
def enforce(app):
    def wrapped(environ, start_response):
        def start(status, headers, exc_info=None):
            sent = [(name, value) for name, value in headers if not name.lower().endswith("report-only")]
            proven = dict(headers)["Content-Security-Policy-Report-Only"]
            stricter = proven.replace(" 'unsafe-inline'", "")
            sent += [("Content-Security-Policy", proven), ("Content-Security-Policy-Report-Only", stricter)]
            return start_response(status, sent, exc_info)

        return app(environ, start)

    return wrapped
