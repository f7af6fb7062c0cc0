# not met: a: everything from the shop itself, and no more | f: scripts of the shop and of cdn.test | h: everything from the shop itself, and no more
fixed = {
    'a': "default-src 'self' 'unsafe-eval'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "script-src 'self' https://cdn.test 'unsafe-eval'",
    'g': "default-src 'self'; img-src 'self' data:",
    'h': "default-src 'self' blob:",
}
