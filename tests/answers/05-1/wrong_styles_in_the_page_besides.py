# not met: a: everything from the shop itself, and no more | g: everything of the shop, and data: images
fixed = {
    'a': "default-src 'self'; style-src-attr 'unsafe-inline'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "script-src 'self' https://cdn.test",
    'g': "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'",
    'h': "default-src 'self'",
}
