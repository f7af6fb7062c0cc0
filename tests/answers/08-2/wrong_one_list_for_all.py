# not met: No script of a stranger runs | Each place gives what the shop takes from it, and nothing else
policy = "default-src 'self' data: https://images.test https://fonts.googleapis.com https://fonts.gstatic.com https://api.test https://pay.test"
