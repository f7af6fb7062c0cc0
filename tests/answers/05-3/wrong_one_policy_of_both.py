# not met: Nothing is let in that the page does not need | The company's policy stays
from helpers.exercises.third_party_pages import COMPANY, desk

app = desk()
OWN = "connect-src 'self' wss://chat.test; img-src 'self' data:; script-src 'self'"


def policies(response):
    response.headers["Content-Security-Policy"] = f"{COMPANY}; {OWN}"
    return response


app.after_request_funcs[None] = [policies]
