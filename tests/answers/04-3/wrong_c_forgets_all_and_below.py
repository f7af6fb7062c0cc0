# not met: c: shop.test itself keeps to https, for a year or more
following = {
    'a': 'max-age=604800',
    'b': 'max-age=2592000',
    'c': 'max-age=0; includeSubDomains',
    'd': 'max-age=0',
    'e': 'max-age=63072000; includeSubDomains; preload',
}
