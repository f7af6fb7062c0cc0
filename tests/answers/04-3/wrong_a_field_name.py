# not met: a: a week
following = {
    'a': 'Strict-Transport-Security: max-age=604800',
    'b': 'max-age=2592000',
    'c': 'max-age=63072000',
    'd': 'max-age=0',
    'e': 'max-age=63072000; includeSubDomains; preload',
}
