# all met
# No allowlist says none, but a browser passes over a word it does not know: nobody is left.
policy = 'geolocation=(self "https://maps.test"), camera=none, microphone=(none)'
