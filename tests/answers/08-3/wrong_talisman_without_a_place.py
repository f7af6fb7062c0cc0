# not met: Nothing injected runs or loads any more | Reports of the enforced policy arrive | The next policy is tried on every page | Reports of the next policy arrive | The page keeps its inline style | The shop's script and its pictures load | Every page answers as it did | No header is sent twice
from flask_talisman import Talisman


def enforce(app):
    Talisman(app, content_security_policy={"default-src": "'self'"}, content_security_policy_report_only=True)
