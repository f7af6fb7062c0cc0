# all met
served = {'a': {'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff'},
 'b': {'Content-Type': 'text/html',
       'Content-Disposition': 'attachment',
       'X-Content-Type-Options': 'nosniff'},
 'c': {'Content-Type': 'text/javascript', 'X-Content-Type-Options': 'nosniff'},
 'd': {'Content-Type': 'image/svg+xml',
       'Content-Disposition': 'attachment; filename=drawing.svg'},
 'e': {'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff'}}
