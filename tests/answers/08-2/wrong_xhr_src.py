# not met: The stock is fetched
policy = "default-src 'self'; img-src 'self' data: https://images.test; style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; xhr-src 'self' https://api.test; frame-src https://pay.test"
