# all met
following = {
    'a': 'max-age=604800',
    'b': 'max-age=2678400',
    'c': 'max-age=63072000',
    'd': 'max-age=0; includeSubDomains',
    'e': 'includeSubDomains; preload; max-age=31536000',
}
