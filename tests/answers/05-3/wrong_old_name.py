# not met: No injected script runs | Nothing is let in that the page does not need
from helpers.exercises.third_party_pages import COMPANY, desk

app = desk()
OWN = "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:"


def policies(response):
    response.headers["Content-Security-Policy"] = COMPANY
    response.headers["X-Content-Security-Policy"] = OWN
    return response


app.after_request_funcs[None] = [policies]
