# all met
policy = 'camera=(),microphone=(),geolocation=("https://maps.test" self)'
