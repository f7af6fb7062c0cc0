# not met: Nobody gets the camera
policy = 'geolocation=(self "https://maps.test"), camera=(self), microphone=()'
