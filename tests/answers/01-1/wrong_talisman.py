# not met: /account and /preview keep their own X-Frame-Options | /account and /preview keep their own Referrer-Policy
from flask_talisman import Talisman


def secure_headers(app):
    Talisman(app)
