# not met: The pictures and the icons show | The fonts load: Google's stylesheet and its files | The stock is fetched | The payment page stands in its frame | The shop's own files still load, and its forms are sent
policy = "default-src 'none'"
