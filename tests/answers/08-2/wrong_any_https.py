# not met: No script of a stranger runs | Nothing is sent to evil.test | What gives pictures, styles, data or a frame gives no scripts
policy = "default-src 'self' https:; img-src 'self' https: data:"
