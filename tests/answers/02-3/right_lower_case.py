# all met
served = {'a': {'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'NOSNIFF'},
 'b': {'content-type': 'text/plain',
       'content-disposition': "ATTACHMENT; filename*=UTF-8''x.html",
       'x-content-type-options': 'nosniff'},
 'c': {'Content-Type': 'text/javascript', 'X-Content-Type-Options': 'nosniff'},
 'd': {'Content-Type': 'image/svg+xml',
       'Content-Security-Policy': 'sandbox',
       'X-Content-Type-Options': 'nosniff'},
 'e': {'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff'}}
