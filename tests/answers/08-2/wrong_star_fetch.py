# not met: Nothing is sent to evil.test
policy = "default-src 'self'; img-src 'self' data: https://images.test; style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; connect-src *; frame-src https://pay.test"
