# not met: d: an img tag shows it, and opened it runs no script
served = {'a': {'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff'},
 'b': {'Content-Type': 'application/octet-stream', 'X-Content-Type-Options': 'nosniff'},
 'c': {'Content-Type': 'text/javascript', 'X-Content-Type-Options': 'nosniff'},
 'd': {'Content-Type': 'image/svg+xml',
       'Content-Security-Policy': "sandbox;\n default-src 'none'",
       'X-Content-Type-Options': 'nosniff'},
 'e': {'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff'}}
