# not met: The pictures and the icons show | The fonts load: Google's stylesheet and its files | The stock is fetched | The payment page stands in its frame
policy = "default-src 'self'; image-src 'self' https://images.test data:; style_src 'self' https://fonts.googleapis.com; font-source https://fonts.gstatic.com; fetch-src https://api.test; iframe-src https://pay.test"
