# not met: Nobody gets the camera | Nobody gets the microphone | A frame of another site gets no location
policy = 'geolocation=(self "https://maps.test"), Camera=(), microphone=()'
