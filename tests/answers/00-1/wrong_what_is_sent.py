# not met: /: the headers it lacks, and no others | /help: the headers it lacks, and no others | /account: the headers it lacks, and no others
lacks = {
    "/": ['X-Frame-Options', 'Referrer-Policy'],
    "/help": ['Strict-Transport-Security', 'Referrer-Policy'],
    "/account": ['Referrer-Policy'],
}
