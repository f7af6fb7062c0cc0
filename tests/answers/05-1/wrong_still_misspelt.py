# not met: a: everything from the shop itself, and no more | c: the shop's scripts, and images of every https site
fixed = {
    'a': "defualt-src 'self'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    'c': "script-scr 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "script-src 'self' https://cdn.test",
    'g': "default-src 'self'; img-src 'self' data:",
    'h': "default-src 'self'",
}
