# not met: /: the headers it lacks, and no others | /account: the headers it lacks, and no others
lacks = {"/": ..., "/help": ['Content-Security-Policy', 'X-Content-Type-Options', 'X-Frame-Options'], "/account": ...}
