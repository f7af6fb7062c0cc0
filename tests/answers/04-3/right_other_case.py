# all met
following = {
    'a': 'Max-Age="604800"',
    'b': 'max-age=2592000',
    'c': 'MAX-AGE=31536000 ;',
    'd': 'max-age=0',
    'e': 'PRELOAD; INCLUDESUBDOMAINS; MAX-AGE=31536000',
}
