# all met
fixed = {'a': {'X-Frame-Options': 'DENY'}, 'b': {'X-Frame-Options': 'SAMEORIGIN'}, 'c': {'X-Frame-Options': 'deny'}, 'd': {'X-Frame-Options': 'sameorigin'}, 'e': {'Content-Security-Policy': 'frame-ancestors https://partner.test'}, 'f': {'X-Frame-Options': 'DENY'}}
