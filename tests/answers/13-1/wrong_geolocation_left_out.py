# not met: A frame of another site gets no location
policy = "camera=(), microphone=()"
