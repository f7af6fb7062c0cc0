# not met: a: shows as text, and no script tag runs it | c: a script tag runs it, by its type and no guess | e: is JSON, and no browser guesses
served = {'a': 'text/plain',
 'b': {'Content-Type': 'application/octet-stream', 'X-Content-Type-Options': 'nosniff'},
 'c': ['text/javascript'],
 'd': {'Content-Type': 'image/svg+xml',
       'Content-Security-Policy': 'sandbox',
       'X-Content-Type-Options': 'nosniff'},
 'e': 'nosniff'}
