# not met: No code that stands in the page runs, and no eval
import secrets

policy = (
    f"default-src 'self'; script-src 'self' 'nonce-{secrets.token_urlsafe(16)}';"
    "img-src 'self' images.test data:;style-src 'self' fonts.googleapis.com;"
    "font-src fonts.gstatic.com;connect-src 'self' api.test;frame-src pay.test"
)
