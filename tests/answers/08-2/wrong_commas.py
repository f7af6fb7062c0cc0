# not met: The pictures and the icons show | The fonts load: Google's stylesheet and its files | The stock is fetched | The payment page stands in its frame
policy = "default-src 'self', img-src 'self' data: https://images.test, style-src 'self' https://fonts.googleapis.com, font-src 'self' https://fonts.gstatic.com, connect-src 'self' https://api.test, frame-src https://pay.test"
