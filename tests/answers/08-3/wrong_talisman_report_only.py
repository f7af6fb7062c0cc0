# not met: Nothing injected runs or loads any more | Reports of the enforced policy arrive | Every page answers as it did
from flask_talisman import Talisman

POLICY = {"default-src": "'self'", "img-src": "'self' https://images.test", "style-src": "'self'"}


def enforce(app):
    Talisman(
        app,
        force_https=False,
        content_security_policy=POLICY,
        content_security_policy_report_only=True,
        content_security_policy_report_uri="/reports",
    )
