# not met: /: the headers it lacks, and no others | /help: the headers it lacks, and no others | /account: the headers it lacks, and no others
lacks = {
    "/": 3,
    "/help": 3,
    "/account": 4,
}
