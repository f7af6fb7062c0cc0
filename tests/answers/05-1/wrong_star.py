# not met: a: everything from the shop itself, and no more | c: the shop's scripts, and images of every https site | f: scripts of the shop and of cdn.test
fixed = {
    'a': 'default-src *',
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    'c': "script-src 'self' *; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "script-src * 'self'",
    'g': "default-src 'self'; img-src 'self' data:",
    'h': "default-src 'self'",
}
