# all met
policy = 'geolocation=(self "https://maps.test/?key=1"), camera=(), microphone=()'
