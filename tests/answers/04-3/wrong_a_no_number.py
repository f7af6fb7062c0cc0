# not met: a: a week
following = {
    'a': 'max-age',
    'b': 'max-age=2592000',
    'c': 'max-age=63072000',
    'd': 'max-age=0',
    'e': 'max-age=63072000; includeSubDomains; preload',
}
