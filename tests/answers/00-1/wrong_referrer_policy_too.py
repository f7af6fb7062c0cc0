# not met: /: the headers it lacks, and no others | /help: the headers it lacks, and no others | /account: the headers it lacks, and no others
lacks = {
    "/": ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options', 'Referrer-Policy'],
    "/help": ['Content-Security-Policy', 'X-Content-Type-Options', 'X-Frame-Options', 'Referrer-Policy'],
    "/account": ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options', 'Referrer-Policy'],
}
