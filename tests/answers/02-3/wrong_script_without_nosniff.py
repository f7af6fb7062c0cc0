# not met: c: a script tag runs it, by its type and no guess
served = {'a': {'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff'},
 'b': {'Content-Type': 'application/octet-stream', 'X-Content-Type-Options': 'nosniff'},
 'c': {'Content-Type': 'text/javascript'},
 'd': {'Content-Type': 'image/svg+xml',
       'Content-Security-Policy': 'sandbox',
       'X-Content-Type-Options': 'nosniff'},
 'e': {'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff'}}
