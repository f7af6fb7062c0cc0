# not met: The payment page stands in its frame
policy = "default-src 'self'; img-src 'self' data: https://images.test; style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; connect-src 'self' https://api.test; frame-ancestors https://pay.test"
