# all met
lacks = {
    "/": ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options'],
    "/help": ['Content-Security-Policy', 'X-Content-Type-Options', 'X-Frame-Options'],
    "/account": ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options'],
}
