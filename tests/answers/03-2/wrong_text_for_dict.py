# not met: a: nobody may frame the page
fixed = {'a': 'X-Frame-Options: DENY', 'b': {'Content-Security-Policy': "frame-ancestors 'self'"}, 'c': {'Content-Security-Policy': "frame-ancestors 'none'"}, 'd': {'Content-Security-Policy': "frame-ancestors 'self'"}, 'e': {'Content-Security-Policy': 'frame-ancestors https://partner.test'}, 'f': {'Content-Security-Policy': "frame-ancestors 'none'"}}
