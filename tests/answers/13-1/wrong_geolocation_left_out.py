# not met: A frame of evil.test gets no location
policy = "camera=(), microphone=()"
