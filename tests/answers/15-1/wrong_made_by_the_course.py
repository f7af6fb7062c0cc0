# not met: Reflected XSS: no script in a search runs
from helpers.blog import create_app


def secure(app):
    return create_app(secure=True)
