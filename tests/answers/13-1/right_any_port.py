# all met
policy = 'geolocation=(self "https://maps.test:*"), camera=(), microphone=()'
