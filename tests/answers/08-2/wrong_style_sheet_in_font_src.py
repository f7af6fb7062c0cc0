# not met: The fonts load: Google's stylesheet and its files | Each place gives what the shop takes from it, and nothing else
policy = "default-src 'self'; img-src 'self' data: https://images.test; font-src 'self' https://fonts.googleapis.com https://fonts.gstatic.com; connect-src 'self' https://api.test; frame-src https://pay.test"
