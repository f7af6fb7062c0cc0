# not met: b: that, and styles in the page | c: the shop's scripts, and images of every https site | e: everything of the shop, and fonts.test's fonts
fixed = {
    'a': "default-src 'self'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline' data:",
    'c': "script-src 'self'; img-src 'self' https: data:",
    'd': "default-src 'self'; script-src 'none'",
    'e': "default-src 'self'; font-src 'self' data: https://fonts.test",
    'f': "script-src 'self' https://cdn.test",
    'g': "default-src 'self'; img-src 'self' data:",
    'h': "default-src 'self'",
}
