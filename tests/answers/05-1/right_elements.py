# all met
fixed = {
    'a': "default-src 'self'",
    'b': "default-src 'self'; style-src-elem 'self' 'unsafe-inline'",
    'c': "script-src 'self'; img-src https:",
    'd': "default-src 'self'; script-src-elem 'none'; script-src-attr 'none'",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "script-src 'self' https://cdn.test",
    'g': "default-src 'self'; img-src 'self' data:",
    'h': "default-src 'self'",
}
