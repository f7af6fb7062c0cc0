# not met: b: that, and styles in the page | e: everything of the shop, and fonts.test's fonts | g: everything of the shop, and data: images
fixed = {
    'a': "default-src 'self'",
    'b': "default-src 'self'; style-src 'unsafe-inline'",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src https://fonts.test",
    'f': "script-src 'self' https://cdn.test",
    'g': "default-src 'self'; img-src data:",
    'h': "default-src 'self'",
}
