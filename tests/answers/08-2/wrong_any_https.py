# not met: No script of a stranger runs | Nothing is sent to evil.test | Each place gives what the shop takes from it, and nothing else
policy = "default-src 'self' https:; img-src 'self' https: data:"
