# not met: b: that, and styles in the page
fixed = {
    'a': "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "default-src 'none'; script-src 'self' https://cdn.test",
    'g': "default-src 'self'; img-src data: 'self'; script-src 'self'",
    'h': "default-src 'self'",
}
