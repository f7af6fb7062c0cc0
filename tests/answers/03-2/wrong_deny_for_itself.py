# not met: b: only shop.test itself may
fixed = {'a': {'Content-Security-Policy': "frame-ancestors 'none'"}, 'b': {'X-Frame-Options': 'DENY'}, 'c': {'Content-Security-Policy': "frame-ancestors 'none'"}, 'd': {'Content-Security-Policy': "frame-ancestors 'self'"}, 'e': {'Content-Security-Policy': 'frame-ancestors https://partner.test'}, 'f': {'Content-Security-Policy': "frame-ancestors 'none'"}}
