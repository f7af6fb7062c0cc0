# not met: The pictures and the icons show
policy = "default-src 'self'; img-src 'self' data:; img-src https://images.test; style-src 'self' https://fonts.googleapis.com; font-src https://fonts.gstatic.com; connect-src 'self' https://api.test; frame-src https://pay.test"
