# not met: No script of a stranger runs
policy = (
    "default-src 'self'; script-src 'self' https://other.example; img-src 'self' data: https://images.test; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; "
    "connect-src 'self' https://api.test; frame-src https://pay.test"
)
