# not met: Fullscreen stays allowed
policy = 'geolocation=(self "https://maps.test"), camera=(), microphone=(), fullscreen=(self "https://maps.test")'
