# not met: e: everything of the shop, and fonts.test's fonts
fixed = {
    'a': "default-src 'self'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "script-src 'self' https://cdn.test",
    'g': "default-src 'self'; img-src 'self' data:",
    'h': "default-src 'self'",
}
fixed["e"] = "default-src 'self'; font-src 'self' https://fonts.test:*"
