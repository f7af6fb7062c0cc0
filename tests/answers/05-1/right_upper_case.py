# all met
fixed = {
    'a': "Default-Src 'SELF'",
    'b': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self';script-src 'NONE';",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "SCRIPT-SRC https://CDN.test 'self'",
    'g': "default-src 'self'; img-src 'self' data:",
    'h': "DEFAULT-SRC 'Self'",
}
