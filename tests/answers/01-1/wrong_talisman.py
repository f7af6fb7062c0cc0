# not met: Pages with an X-Frame-Options of their own keep it | Pages with a Referrer-Policy of their own keep it | Every page still answers as it did, with its other headers
from flask_talisman import Talisman


def secure_headers(app):
    Talisman(app)
