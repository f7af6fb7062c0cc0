# not met: A frame of another site gets no location
policy = "geolocation=*, camera=(), microphone=()"
