# not met: Nobody gets the microphone
policy = 'geolocation=(self "https://maps.test"), camera=()'
