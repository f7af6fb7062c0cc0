# not met: /help: the headers it lacks, and no others
lacks = {
    "/": ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options'],
    "/help": ['X-Content-Type-Options', 'X-Frame-Options'],
    "/account": ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options'],
}
