# not met: /account: the headers it lacks, and no others
lacks = {
    "/": ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options'],
    "/help": ['Content-Security-Policy', 'X-Content-Type-Options', 'X-Frame-Options'],
    "/account": [],
}
