# not met: A frame of maps.test gets it too
policy = 'geolocation=(self "http://maps.test"), camera=(), microphone=()'
