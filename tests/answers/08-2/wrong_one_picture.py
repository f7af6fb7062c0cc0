# not met: The pictures and the icons show
policy = "default-src 'self'; img-src 'self' data: https://images.test/mocha.png; style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; connect-src 'self' https://api.test; frame-src https://pay.test"
