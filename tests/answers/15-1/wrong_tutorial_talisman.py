# not met: Form hijack: no form sends to evil.test | Base hijack: the blog's script is its own | Back after logout: nothing is kept | Every answer is as strict as GET /, and http leads to the same by https
from flask_talisman import Talisman


def secure(app):
    csp = {
        "default-src": "'self'",
        "img-src": ["'self'", "https://secure-images.cdn.com"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'", "https://fonts.googleapis.com"],
        "font-src": ["'self'", "https://fonts.gstatic.com"],
    }
    Talisman(
        app,
        content_security_policy=csp,
        content_security_policy_nonce_in=["script-src"],
        force_https=True,
        strict_transport_security=True,
        strict_transport_security_max_age=31536000,
        frame_options="SAMEORIGIN",
    )
