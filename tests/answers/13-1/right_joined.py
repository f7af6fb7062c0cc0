# all met
policy = ", ".join(["camera=()", "microphone=()", 'geolocation=(self "https://maps.test")'])
