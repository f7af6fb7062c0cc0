# not met: a: everything from the shop itself, and no more
fixed = {
    'a': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "default-src 'none'; script-src 'self' https://cdn.test",
    'g': "default-src 'self'; img-src data: 'self'; script-src 'self'",
    'h': "default-src 'self'",
}
