# not met: f: nobody may frame the page
fixed = {'a': {'Content-Security-Policy': "frame-ancestors 'none'"}, 'b': {'Content-Security-Policy': "frame-ancestors 'self'"}, 'c': {'Content-Security-Policy': "frame-ancestors 'none'"}, 'd': {'Content-Security-Policy': "frame-ancestors 'self'"}, 'e': {'Content-Security-Policy': 'frame-ancestors https://partner.test'}, 'f': {}}
