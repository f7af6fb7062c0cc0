# not met: Nothing is sent to evil.test
policy = (
    "default-src 'self'; form-action 'self' https://evil.test; img-src 'self' data: https://images.test; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; "
    "connect-src 'self' https://api.test; frame-src https://pay.test"
)
