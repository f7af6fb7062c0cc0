# not met: A frame of evil.test gets no location
policy = "geolocation=*, camera=(), microphone=()"
