# not met: Nothing is sent to evil.test | Each place gives what the shop takes from it, and nothing else
policy = (
    "default-src 'self'; img-src 'self' data: https://images.test; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; "
    "connect-src 'self' https://api.test; frame-src https://pay.test; object-src *"
)
