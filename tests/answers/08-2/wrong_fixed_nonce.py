# not met: No code that stands in the page runs, and no eval
policy = (
    "default-src 'self'; script-src 'self' 'nonce-abc'; img-src 'self' data: https://images.test; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; "
    "connect-src 'self' https://api.test; frame-src https://pay.test"
)
