# all met
ADDED = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin"}


def merged(headers):
    return headers + [(name, ADDED[name]) for name in ADDED.keys() - {name.lower() for name, _ in headers}]


def SecurityHeaders(app):
    return lambda environ, start: app(environ, lambda status, headers, *rest: start(status, merged(headers), *rest))
