# not met: d: an img tag shows it, and opened it runs no script
served = {'a': {'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff'},
 'b': {'Content-Type': 'application/octet-stream', 'X-Content-Type-Options': 'nosniff'},
 'c': {'Content-Type': 'application/javascript; charset=utf-8',
       'X-Content-Type-Options': 'nosniff'},
 'd': {'Content-Type': 'image/svg+xml',
       'Content-Security-Policy': "default-src sandbox"},
 'e': {'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff'}}
