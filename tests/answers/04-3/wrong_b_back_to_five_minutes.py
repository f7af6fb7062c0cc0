# not met: b: a month
following = {
    'a': 'max-age=604800',
    'b': 'max-age=300',
    'c': 'max-age=63072000',
    'd': 'max-age=0',
    'e': 'max-age=63072000; includeSubDomains; preload',
}
