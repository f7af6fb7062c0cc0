# all met
lacks = {
    "/": ('X-Content-Type-Options', 'Strict-Transport-Security', 'Content-Security-Policy'),
    "/help": ('X-Frame-Options', 'X-Content-Type-Options', 'Content-Security-Policy'),
    "/account": ('X-Frame-Options', 'X-Content-Type-Options', 'Strict-Transport-Security', 'Content-Security-Policy'),
}
