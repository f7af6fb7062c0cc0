# not met: The shop itself gets the location | A frame of maps.test gets it too
policy = 'geolocation=("self" "https://maps.test"), camera=(), microphone=()'
