# not met: Nothing is let in for an extension
policy = (
    "default-src 'self'; img-src 'self' data: chrome-extension: https://images.test; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; "
    "connect-src 'self' https://api.test; frame-src https://pay.test"
)
