# not met: /: the headers it lacks, and no others | /help: the headers it lacks, and no others | /account: the headers it lacks, and no others
lacks = {'/': object(), '/help': object(), '/account': object()}
