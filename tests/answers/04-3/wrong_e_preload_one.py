# not met: e: the preload list takes it
following = {
    'a': 'max-age=604800',
    'b': 'max-age=2592000',
    'c': 'max-age=63072000',
    'd': 'max-age=0',
    'e': 'max-age=63072000; includeSubDomains; preload=1',
}
