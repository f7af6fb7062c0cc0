# not met: A frame of maps.test gets it too | A frame of another site gets no location
policy = 'geolocation=(self "https://maps.example"), camera=(), microphone=()'
