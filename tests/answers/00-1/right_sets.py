# all met
home = {'Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options'}
lacks = {'/': home, '/help': {'Content-Security-Policy', 'X-Content-Type-Options', 'X-Frame-Options'}, '/account': home | {'X-Frame-Options'}}
