# all met
fixed = {'a': {'Content-Security-Policy': "frame-ancestors 'none'"}, 'b': {'x-frame-options': 'SAMEORIGIN'}, 'c': {'Content-Security-Policy': "frame-ancestors 'none'"}, 'd': {'content-security-policy': 'frame-ancestors https://shop.test'}, 'e': {'Content-Security-Policy': 'frame-ancestors https://partner.test'}, 'f': {'Content-Security-Policy': "frame-ancestors 'none'"}}
