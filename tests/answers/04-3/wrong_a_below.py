# not met: a: names below can be reached by http
following = {
    'a': 'max-age=604800; includeSubDomains',
    'b': 'max-age=2592000',
    'c': 'max-age=63072000',
    'd': 'max-age=0',
    'e': 'max-age=63072000; includeSubDomains; preload',
}
