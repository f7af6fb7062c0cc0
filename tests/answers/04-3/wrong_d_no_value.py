# not met: d: browsers forget shop.test
following = {
    'a': 'max-age=604800',
    'b': 'max-age=2592000',
    'c': 'max-age=63072000',
    'd': 'max-age=',
    'e': 'max-age=63072000; includeSubDomains; preload',
}
