# not met: A frame of maps.test gets it too
policy = "geolocation=(self), camera=(), microphone=()"
