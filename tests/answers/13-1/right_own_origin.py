# all met
policy = 'geolocation=("https://shop.test" "https://maps.test"), camera=(), microphone=(), payment=()'
