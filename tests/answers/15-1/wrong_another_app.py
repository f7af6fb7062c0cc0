# not met: Reflected XSS: no script in a search runs
from helpers.blog import create_app

made = create_app(secure=True)


def secure(app):
    return made
