# not met: What gives pictures, styles, data or a frame gives no scripts
policy = "default-src 'self' data: https://images.test https://fonts.googleapis.com https://fonts.gstatic.com https://api.test https://pay.test"
