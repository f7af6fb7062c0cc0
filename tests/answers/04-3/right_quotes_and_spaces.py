# all met
following = {
    'a': 'max-age="604800"',
    'b': 'max-age = 2592000',
    'c': 'max-age="31536000"',
    'd': 'max-age=0',
    'e': 'Preload;max-age=31536000;IncludeSubdomains',
}
