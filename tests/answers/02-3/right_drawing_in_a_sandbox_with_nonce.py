# all met
served = {'a': {'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff'},
 'b': {'Content-Type': 'application/octet-stream', 'X-Content-Type-Options': 'nosniff'},
 'c': {'Content-Type': 'text/ecmascript', 'X-Content-Type-Options': 'nosniff'},
 'd': {'Content-Type': 'image/svg+xml',
       'Content-Security-Policy': "sandbox; script-src 'nonce-abc'",
       'X-Content-Type-Options': 'nosniff'},
 'e': {'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff'}}
