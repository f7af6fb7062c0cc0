# all met
five = ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options', 'Referrer-Policy']
sent = {"/": {'X-Frame-Options', 'Referrer-Policy'}, "/help": {'Strict-Transport-Security', 'Referrer-Policy'}, "/account": {'Referrer-Policy'}}
lacks = {path: [name for name in five if name not in names] for path, names in sent.items()}
