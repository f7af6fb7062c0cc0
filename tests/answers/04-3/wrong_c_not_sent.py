# not met: c: old.shop.test can be reached by http again
following = {
    'a': 'max-age=604800',
    'b': 'max-age=2592000',
    'c': None,
    'd': 'max-age=0',
    'e': 'max-age=63072000; includeSubDomains; preload',
}
