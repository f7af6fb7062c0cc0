# not met: f: scripts of the shop and of cdn.test
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
fixed["f"] = "script-src 'self' https://cdn.test https://cdn.test:8443"
