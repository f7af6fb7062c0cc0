# not met: b: is saved, and no script tag runs it
served = {'a': {'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff'},
 'b': {'Content-Type': 'text/html application/zip', 'X-Content-Type-Options': 'nosniff'},
 'c': {'Content-Type': 'text/javascript', 'X-Content-Type-Options': 'nosniff'},
 'd': {'Content-Type': 'image/svg+xml',
       'Content-Security-Policy': 'sandbox',
       'X-Content-Type-Options': 'nosniff'},
 'e': {'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff'}}
