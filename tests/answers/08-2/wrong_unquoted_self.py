# not met: The shop's own files still load, and its forms are sent
policy = 'default-src self; img-src self data: https://images.test; style-src self https://fonts.googleapis.com; font-src self https://fonts.gstatic.com; connect-src self https://api.test; frame-src https://pay.test'
