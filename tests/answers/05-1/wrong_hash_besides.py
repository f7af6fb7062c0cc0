# not met: d: no script, and everything else of the shop | f: scripts of the shop and of cdn.test
fixed = {
    'a': "script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self'; frame-src 'self'; default-src 'none'",
    'b': "default-src 'none'; script-src 'self'; style-src 'unsafe-inline' 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self'; frame-src 'self'",
    'c': "script-src 'self'; img-src 'self' https:",
    'd': "default-src 'self'; script-src 'none' 'sha256-wBw3iBaJU7AKyTVYFtcKCV1am0zPVM/192Kn9huHDd0='",
    'e': "default-src 'self'; font-src 'self' https://fonts.test",
    'f': "script-src 'self' https://cdn.test 'sha256-wBw3iBaJU7AKyTVYFtcKCV1am0zPVM/192Kn9huHDd0='",
    'g': "default-src 'self'; img-src 'self' data:",
    'h': "script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self'; frame-src 'self'; default-src 'none'",
}
