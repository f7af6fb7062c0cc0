# not met: e: everything of the shop, and fonts.test's fonts | f: scripts of the shop and of cdn.test
fixed = {
    'a': "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test/lab.woff2",
    'f': "default-src 'none'; script-src 'self' https://cdn.test/lib.js",
    'g': "default-src 'self'; img-src data: 'self'; script-src 'self'",
    'h': "default-src 'self'",
}
