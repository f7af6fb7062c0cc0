# not met: A frame of another site gets no location
policy = 'geolocation=(self "https://maps.test" "https://*"), camera=(), microphone=()'
